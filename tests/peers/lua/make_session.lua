-- Runs inside `ardour7-lua` (libardour, no screen, dummy backend) and makes a session from a layout.
-- arg: folder of the session, its name, layout file, sample rate
-- Layout, tab separated; DEST is a bus, Master or - (nowhere):
--   bus       NAME  DEST
--   foldback  NAME  DEST
--   track     NAME  DEST  inputs
--   midi      NAME  DEST
--   bulk      NAME  DEST  count       tracks "NAME 1", "NAME 2"...; connected later in the file (one graph sort each here)
--   send      FROM  TO                aux send behind the fader
--   presend   FROM  TO                aux send before it
--   vca       NAME
--   rule      NAME  VCA
--   group     NAME  member,member...
--   tc        TC24 | TC25 | ...
local dir, name, layout, rate = arg[1], arg[2], arg[3], tonumber (arg[4])

local s = create_session (dir, name, rate)
assert (s, "no session")
-- the layout is explicit: the thread that connects new tracks by itself would race with the connections made here
ARDOUR.config():set_input_auto_connect (ARDOUR.AutoConnectOption.ManualConnect)
ARDOUR.config():set_output_auto_connect (ARDOUR.AutoConnectOption.ManualConnect)

local last, flag, normal = ARDOUR.PresentationInfo.max_order, ARDOUR.PresentationInfo.Flag, ARDOUR.TrackMode.Normal
local foldback = 0x2000 -- PresentationInfo::FoldbackBus, which Lua has no name for

local function route (n)
	local r = s:route_by_name (n)
	assert (not r:isnil (), "no route " .. n)
	return r
end

local function connect (r, dest)
	r:output():disconnect_all (nil)
	if dest == "-" then return end
	local d = route (dest)
	local sinks = d:n_inputs():n_audio()
	for c = 0, r:n_outputs():n_audio() - 1 do
		r:output():audio (c):connect (d:input():audio (math.min (c, sinks - 1)):name())
	end
end

local make = {
	bus = function (n, dest)
		local made = s:new_audio_route (2, 2, nil, 1, n, flag.AudioBus, last)
		for r in made:iter () do connect (r, dest) end
	end,
	foldback = function (n, dest)
		local made = s:new_audio_route (2, 2, nil, 1, n, foldback, last)
		for r in made:iter () do connect (r, dest) end
	end,
	track = function (n, dest, inputs)
		local made = s:new_audio_track (tonumber (inputs), 2, nil, 1, n, last, normal, true)
		for t in made:iter () do
			t:input():disconnect_all (nil)
			connect (t, dest)
		end
	end,
	midi = function (n, dest)
		local one = ARDOUR.ChanCount (ARDOUR.DataType ("midi"), 1)
		s:new_midi_track (one, one, true, ARDOUR.PluginInfo(), nil, nil, 1, n, last, normal, true)
	end,
	bulk = function (n, dest, count)
		s:new_audio_track (1, 2, nil, tonumber (count), n, last, normal, true)
	end,
	send = function (from, to) s:add_internal_send (route (to), ARDOUR.LuaAPI.nil_proc(), route (from)) end,
	presend = function (from, to) s:add_internal_send (route (to), route (from):amp(), route (from)) end,
	vca = function (n) s:vca_manager():create_vca (1, n) end,
	rule = function (n, vca) route (n):to_slavable():assign (s:vca_manager():vca_by_name (vca)) end,
	group = function (n, members)
		local g = s:new_route_group (n)
		for m in members:gmatch ("[^,]+") do g:add (route (m)) end
	end,
	tc = function (format) s:cfg():set_timecode_format (Timecode.TimecodeFormat[format]) end,
}

for line in io.lines (layout) do
	local f = {}
	for word in (line .. "\t"):gmatch ("(.-)\t") do f[#f + 1] = word end
	make[f[1]] (f[2], f[3], f[4])
end
s:save_state ("")
s:close ()
quit ()
