-- The frame around every question to a running Ardour; ASKED, ANSWER, PORT are filled in.
local rows = {}
function row (...)
	local cells = {}
	for _, cell in ipairs ({...}) do cells[#cells + 1] = tostring (cell) end
	rows[#rows + 1] = table.concat (cells, "\t")
end
function strip (name)
	local strips = Session:get_stripables () -- named: the iterator does not keep the list from being collected
	for s in strips:iter () do
		if s:name() == name then return s end
	end
	error ("no strip " .. name)
end
local function ask ()
	local chunk, problem = load (@ASKED@, "asked")
	assert (chunk, problem) ()
end
local ok, problem = pcall (ask)
local fh = io.open (@ANSWER@, "w")
fh:write (table.concat (rows, "\n"))
fh:close ()
ARDOUR.LuaOSC.Address ("osc.udp://127.0.0.1:@PORT@"):send ("/answered", "is", ok and 1 or 0, tostring (problem))
