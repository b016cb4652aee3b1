-- The hands of a user who wires, for questions to a running Ardour; `strip` is the frame's.
-- Ardour's own backends walk the connections while they process, without a lock (until 9.0): in their rest only.
function rest ()
	local engine = Session:engine ()
	local done = engine:processed_samples ()
	for _ = 1, 500 do
		if engine:processed_samples () ~= done then return end
		ARDOUR.LuaAPI.usleep (200)
	end
end
function off (name)
	rest ()
	local out = strip (name):to_route ():output ()
	for c = 0, out:n_ports ():n_audio () - 1 do out:audio (c):disconnect_all () end
end
function feed (name, bus, turn)
	local out, into = strip (name):to_route ():output (), strip (bus):to_route ():input ()
	rest ()
	local n = into:n_ports ():n_audio ()
	for c = 0, out:n_ports ():n_audio () - 1 do out:audio (c):connect (into:audio ((c + turn) % n):name ()) end
end
function sends (name, bus)
	local all, route = {}, strip (name):to_route ()
	for i = 0, 63 do
		local s = route:nth_send (i)
		if s:isnil () then break end
		if s:to_internalsend ():target_route ():name () == bus then all[#all + 1] = s end
	end
	return all
end
