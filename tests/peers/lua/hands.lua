-- The hands of a user who wires, for questions to a running Ardour; `strip` is the frame's.
-- Ardour's own backends walk the connections while they process, without a lock (until 9.0): in their rest only, behind
-- a cycle that ended in time.
function rest ()
	local engine, rate, now = Session:engine (), Session:nominal_sample_rate (), ARDOUR.LuaAPI.monotonic_time
	local done, ended = engine:processed_samples (), nil
	for _ = 1, 500 do
		ARDOUR.LuaAPI.usleep (200)
		local count, at = engine:processed_samples (), now ()
		if count ~= done then
			if ended and math.abs (at - ended - 1000000 * (count - done) / rate) < 3000 then return end
			done, ended = count, at
		end
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
