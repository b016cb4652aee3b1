-- The routing as Ardour sees it: a row for each output channel and each send of every strip.
local into, all = {}, Session:get_routes ()
for r in all:iter () do
	for c = 0, r:n_inputs ():n_audio () - 1 do
		into["ardour:" .. r:input ():audio (c):name ()] = r:name () .. " " .. c
	end
end
for r in all:iter () do
	for c = 0, r:n_outputs ():n_audio () - 1 do
		local _, found = Session:engine ():get_connections ("ardour:" .. r:output ():audio (c):name (), C.StringVector ())
		local cells = {}
		for name in found[2]:iter () do cells[#cells + 1] = into[name] or name end
		row (r:name (), "out", table.unpack (cells))
	end
	for i = 0, 63 do
		local s = r:nth_send (i)
		if s:isnil () then break end
		row (r:name (), "send", s:to_internalsend ():target_route ():name (), tostring (s:active ()))
	end
end
