-- Runs inside `ardour7-lua`: opens a session (dummy backend, real time), so that its OSC surface serves it, and runs
-- every chunk of Lua that is written to a FIFO. A chunk answers by itself (tests/peers/rig.py writes it).
-- arg: folder of the session, its name, FIFO
local dir, name, fifo = arg[1], arg[2], arg[3]
local s = load_session (dir, name)
assert (s, "no session")
while true do
	local fh = io.open (fifo, "r") -- waits for a writer
	if not fh then break end
	local text = fh:read ("a")
	fh:close ()
	local chunk, problem = load (text, "asked")
	if chunk then pcall (chunk) else io.stderr:write (tostring (problem), "\n") end
end
