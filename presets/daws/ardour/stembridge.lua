ardour {
	["type"]    = "EditorHook",
	name        = "Stembridge",
	author      = "Stembridge",
	license     = "MIT",
	description = [[Tells Stembridge where each strip really goes, carries out its few orders,
and gives the desk back if Stembridge falls silent.]]
}
-- version: 2
-- signals: LuaTimerDS SuccessfulGraphSort RouteAdded
-- (LuaTimerS comes every 100 ms in 7.x and every second from 8.4 on, LuaTimerDS every 100 ms in all of them.)

function signals ()
	return LuaSignal.Set ():add ({
		[LuaSignal.LuaTimerDS] = true, [LuaSignal.SuccessfulGraphSort] = true, [LuaSignal.RouteAdded] = true
	})
end

-- How it talks (the words are Stembridge's, bridge/wire/companion.py spells them):
--   it reads  <Ardour's configuration folder>/stembridge/lease and .../orders, ten times a second
--   it tells  /stembridge ,sssis  version, token, instance, number of the packet, rows of words parted by tabs
-- Nothing comes in over the network. All of it is inside the factory, for Ardour keeps only that function.
function factory ()
	local VERSION = "2"
	local FULL = 8000           -- bytes of rows in a packet: many rows, and still far from what a datagram holds
	local LARGEST = 60000       -- bytes of a row that a datagram can hold
	local SILENCE = 10000000    -- microseconds without a beat after which the desk is given back
	local FRESH = 30            -- ticks without a beat after which nothing is ordered any more
	local SHARE = 9             -- reading the routing may take one part of time in ten
	local LATEST = 700000       -- microseconds after which it is read in any case when it has changed
	local SELDOM = 800000       -- microseconds after which it is read although nothing said that it has changed
	local BUDGET = 80000        -- microseconds of orders in one tick; the rest waits for the next one
	local SETTLED = 6           -- ticks after which Ardour's own thread has connected a new bus
	local NOT_A_CUE = 0x2 | 0x4 | 0x80 | 0x200 | 0x400 | 0x800 -- punch, loop, skip, clock origin, xrun, clip launch

	local now = ARDOUR.LuaAPI.monotonic_time
	local folder = ARDOUR.user_config_directory (-1) .. "/stembridge/"
	local instance = string.format ("%x%s", now (), tostring ({}):match ("0x(%x+)") or "")

	-- words ------------------------------------------------------------------------------------------------------

	local function hex (byte) return string.format ("%%%02X", byte:byte ()) end
	local spelt, spellings = {}, 0 -- words that were spelt before

	local function escaped (text)
		local word = spelt[text]
		if not word then
			if spellings > 8192 then spelt, spellings = {}, 0 end
			word, spellings = text:gsub ("[^A-Za-z0-9 _%.~%-]", hex), spellings + 1
			spelt[text] = word
		end
		return word
	end

	local function plain (text) return (text:gsub ("%%(%x%x)", function (h) return string.char (tonumber (h, 16)) end)) end
	local function flag (yes) return yes and "1" or "0" end

	local function words (line) -- the words of a line
		local all = {}
		for word in (line .. "\t"):gmatch ("(.-)\t") do all[#all + 1] = word end
		return all
	end

	local function lines (name, title) -- a file's lines between its title and "end"; nil if it is not whole
		local path = folder .. name
		if not ARDOUR.LuaAPI.file_test (path, ARDOUR.LuaAPI.FileTest.Exists) then return nil end
		local ok, text = pcall (ARDOUR.LuaAPI.file_get_contents, path)
		if not ok or type (text) ~= "string" then return nil end
		local body = text:match ("^" .. title .. " 1\n(.*)end\n$")
		return body and text, body
	end

	-- telling ----------------------------------------------------------------------------------------------------

	local lease = {text = nil, port = 0, token = "", since = 0, ticks = 0, moved = false, paid = false}
	local out, number, buffer, length = nil, 0, {}, 0
	local told = {strips = {}, names = {}, states = {}, marks = nil, session = nil, n = 0, m = 0}
	local trouble = {text = nil, said_at = 0}

	local function flush ()
		if length == 0 then return end
		local text = table.concat (buffer, "\n")
		buffer, length = {}, 0
		if not out then return end
		number = number + 1
		out:send ("/stembridge", "sssis", VERSION, lease.token, instance, number, text)
	end

	local function say (...)
		local row = table.concat ({...}, "\t")
		if length + #row > FULL then flush () end
		buffer[#buffer + 1], length = row, length + #row + 1
	end

	local function failed (where, problem)
		trouble.text, trouble.fresh = where .. ": " .. tostring (problem):sub (1, 300), true
		if now () - trouble.said_at < 1000000 then return end
		trouble.said_at = now ()
		say ("failed", escaped (trouble.text))
	end

	local function guarded (where, work, ...) -- nothing may leave pcall: Ardour lets go of a hook that raises
		local ok, problem = pcall (work, ...)
		if not ok then pcall (failed, where, problem) end
		return ok
	end

	-- reading the routing ----------------------------------------------------------------------------------------

	local client = "ardour" -- our name in front of port names

	local function id_of (object) return object:to_stateful ():id ():to_s () end

	-- A list has a name of its own until it is read: its iterator does not keep Lua from collecting it.

	local function inputs_there () -- full names of all ports that take sound, ours and other programs'; and their list
		local list, kind = C.StringVector (), ARDOUR.DataType ("audio")
		local _, found = Session:engine ():get_backend_ports ("", kind, ARDOUR.PortFlags.IsInput, list)
		return found[4], list
	end

	local function find_client (port) -- only Ardour's own ports are found by their full name
		local engine = Session:engine ()
		if not engine:get_port_by_name (client .. ":" .. port):isnil () then return end
		local all, list = inputs_there ()
		for full in all:iter () do
			local name, rest = full:match ("^([^:]+):(.*)$")
			if rest == port and not engine:get_port_by_name (full):isnil () then client = name return end
		end
	end

	local function connected (full) -- names of what this port is connected to: ours without our name in front
		local names, list, front = {}, C.StringVector (), client .. ":"
		local _, found = Session:engine ():get_connections (full, list)
		for name in found[2]:iter () do
			names[#names + 1] = name:sub (1, #front) == front and name:sub (#front + 1) or name
		end
		return names
	end

	local function connections (port)
		if not port:connected () then return {} end
		local names = connected (client .. ":" .. port:name ())
		table.sort (names)
		return names
	end

	local function outside (io) -- what an insert or an outer send is connected to, in words; nil if to nothing
		if io:isnil () then return nil end
		local all = {}
		for channel = 0, io:n_ports ():n_audio () - 1 do
			for _, name in ipairs (connections (io:audio (channel))) do all[#all + 1] = name end
		end
		return #all > 0 and table.concat (all, ", ") or nil
	end

	local scanned, round = {}, 0 -- by id: which sends are behind the fader, and what else carries sound away

	local function scan (route)
		local behind, fader, sends, why = {}, false, 0, {}
		for place = 0, 4095 do
			local one = route:nth_processor (place)
			if one:isnil () then break end
			if one:display_to_user () then
				local io = one:to_ioprocessor ()
				if not io:isnil () then
					if not one:to_send ():isnil () then behind[sends], sends = fader, sends + 1 end
					local where = one:to_internalsend ():isnil () and one:active () and outside (io:output ())
					if where then why[#why + 1] = one:display_name () .. " > " .. where end
				elseif one == route:amp () then
					fader = true
				end
			end
		end
		return {behind = behind, why = escaped (table.concat (why, "; "))}
	end

	local function processors (route, id, place) -- a tenth of the strips at each reading, and all that have a send
		if not scanned[id] or place % 10 == round or not route:nth_send (0):isnil () then scanned[id] = scan (route) end
		return scanned[id]
	end

	local function level (send) -- whole decibels: a ride is no change of the routing
		local gain = send:gain_control ():get_value ()
		return gain > 1e-9 and string.format ("%d", math.floor (20 * math.log (gain, 10) + 0.5)) or "-inf"
	end

	local function sends_of (route, behind)
		local all = {}
		for place = 0, 1023 do
			local one = route:nth_send (place)
			if one:isnil () then break end
			local send = one:to_internalsend ()
			local target = not send:isnil () and send:target_route ()
			if target and not target:isnil () then
				local gain = level (one:to_send ())
				local row = {place, id_of (target), flag (one:active ()), flag (not behind[place]), gain}
				all[#all + 1] = table.concat (row, ",") .. ";"
			end
		end
		return table.concat (all)
	end

	local function vcas_of (route)
		local all, masters = {}, route:to_slavable ():masters (Session:vca_manager ())
		for vca in masters:iter () do all[#all + 1] = escaped (vca:name ()) .. ";" end
		return table.concat (all)
	end

	local function groups ()
		local of, all = {}, Session:route_groups ()
		for group in all:iter () do
			local members = group:route_list ()
			for route in members:iter () do of[id_of (route)] = escaped (group:name ()) end
		end
		return of
	end

	local function strip (route, id, place, wires) -- its row
		local info, inside = route:presentation_info_ptr (), processors (route, id, place)
		local head = table.concat ({
			"strip", id, info:flags (), info:order (), escaped (route:name ()),
			route:n_inputs ():n_audio (), flag (route:active ()), wires.groups[id] or ""
		}, "\t")
		local outs, io = {}, route:output ()
		for channel = 1, route:n_outputs ():n_audio () do
			local fed = wires.fed[io:audio (channel - 1):name ()]
			if fed and #fed > 1 then table.sort (fed) end
			outs[channel] = fed and table.concat (fed, ",") .. ";" or ";"
		end
		local rest = {
			vcas_of (route), table.concat (outs), sends_of (route, inside.behind), table.concat (wires.returns[id]), inside.why
		}
		local row = head .. "\t" .. table.concat (rest, "\t")
		return #row <= LARGEST and row or head .. "\t\t\t\t\t" .. escaped ("it has more connections than can be told")
	end

	local function wire (wires, sink, sources) -- what these ports feed
		for _, source in ipairs (sources) do
			local fed = wires.fed[source]
			if not fed then
				fed = {}
				wires.fed[source] = fed
			end
			fed[#fed + 1] = sink
		end
	end

	local function wiring () -- who feeds what, read from where it arrives: a bus with a hundred sources is one question
		local wires, known, sought = {ids = {}, fed = {}, returns = {}, groups = groups ()}, {}, false
		local all = Session:get_routes ()
		for route in all:iter () do
			local id, io, returns = id_of (route), route:input (), {}
			wires.ids[#wires.ids + 1], wires.returns[id] = id, returns
			for channel = 0, route:n_inputs ():n_audio () - 1 do
				local port = io:audio (channel)
				local name = port:name ()
				if not sought then find_client (name) end
				sought, known[client .. ":" .. name] = true, true
				local sources = port:connected () and connected (client .. ":" .. name) or {}
				wire (wires, id .. "." .. channel, sources)
				for _, source in ipairs (sources) do -- ours have no colon
					if source:find (":", 1, true) then returns[#returns + 1] = channel .. "," .. escaped (source) .. ";" end
				end
			end
			table.sort (returns)
		end
		local there, list = inputs_there ()
		for full in there:iter () do
			if not known[full] then
				local front = client .. ":"
				local name = full:sub (1, #front) == front and full:sub (#front + 1) or full
				wire (wires, "=" .. escaped (name), connected (full))
			end
		end
		return wires
	end

	local order = {done = 0, text = nil, queue = {}, refused = {}, made = {}, kept = {}, tell = false}
	local dirty, read_at, read_took = true, 0, 0

	local function tell_graph () -- what differs from what was told, and a row that closes it
		local begun, seen, count, changed = now (), {}, 0, dirty
		dirty, round, read_at = false, (round + 1) % 10, begun
		local wires, all = wiring (), Session:get_routes ()
		for route in all:iter () do
			count = count + 1
			local id = wires.ids[count]
			local row = strip (route, id, count, wires)
			seen[id], told.names[id] = true, route:name ()
			if told.strips[id] ~= row then
				say (row)
				told.strips[id], changed = row, true
			end
		end
		for id in pairs (told.strips) do
			if not seen[id] then
				say ("gone", id)
				told.strips[id], told.states[id], told.names[id], scanned[id] = nil, nil, nil, nil
				changed = true
			end
		end
		told.n = count
		if changed then say ("graph", count, order.done) end
		read_at = now ()
		read_took = read_at - begun
	end

	local function tell_graph_if_due (at) -- at once, but for its share; and often, for a switched send raises no signal
		local wait = dirty and math.min (SHARE * read_took, LATEST) or math.max (SHARE * read_took, SELDOM)
		if at - read_at >= wait then tell_graph () end
	end

	-- reading what else OSC hides --------------------------------------------------------------------------------

	local function tell_session ()
		local config = Session:cfg ()
		local offset = config:get_timecode_offset ()
		local row = table.concat ({
			"session", escaped (Session:name ()), escaped (Session:snap_name ()), escaped (Session:path ()),
			string.format ("%d", Session:sample_rate ()), string.format ("%.3f", Session:timecode_frames_per_second ()),
			flag (Session:timecode_drop_frames ()),
			string.format ("%d", config:get_timecode_offset_negative () and offset or -offset)
		}, "\t")
		if row ~= told.session then say (row) told.session = row end
	end

	local function tell_marks () -- all of them when one differs: Lua is not told their ids
		local all, rows = Session:locations ():list (), {}
		for place in all:iter () do
			if place:flags () & NOT_A_CUE == 0 then
				rows[#rows + 1] = table.concat ({
					"mark", place:flags (), escaped (place:name ()), place:start ():samples (), place:_end ():samples ()
				}, "\t")
			end
		end
		local text = table.concat (rows, "\n")
		if text == told.marks then return end
		for _, row in ipairs (rows) do say (row) end
		say ("marks", #rows)
		told.marks, told.m = text, #rows
	end

	local names, states = {}, {} -- as they were at the last tick, by the place in the list: cheap to compare

	local function state_of (strip)
		local mute = strip:mute_control ()
		return (mute:muted_by_self () and 1 or 0) + (mute:get_masters_value () > 0 and 2 or 0)
			+ (strip:solo_control ():self_soloed () and 4 or 0) + 8 * mute:automation_state ()
	end

	local function look_at (strip, place)
		local name, state = strip:name (), state_of (strip)
		if names[place] == name and states[place] == state then return end
		names[place], states[place] = name, state
		local id = id_of (strip)
		if told.names[id] ~= name and strip:to_vca ():isnil () then dirty = true end
		local row = escaped (name) .. "\t" .. state
		if told.states[id] ~= row then
			say ("state", id, row)
			told.states[id] = row
		end
	end

	local function look () -- mutes, solos, names of all strips; a change of the list or of a name is read whole
		local place, all, vcas = 0, Session:get_routes (), Session:vca_manager ():vcas ()
		for route in all:iter () do
			place = place + 1
			look_at (route, place)
		end
		if place ~= told.n then dirty = true end
		for vca in vcas:iter () do
			place = place + 1
			look_at (vca, place)
		end
		for left = place + 1, #names do names[left], states[left] = nil, nil end
	end

	-- the listener, and the dead man's switch --------------------------------------------------------------------

	local gave = {n = 0, names = {}, under = "", heir = nil} -- what was given back under a token, and who was told since

	local function tell_gave ()
		if lease.token ~= gave.under then gave.heir = gave.heir or lease.token end
		if gave.heir and gave.heir ~= lease.token then gave.names = {} end
		for place, name in ipairs (gave.names) do say ("gave", gave.n - #gave.names + place, name) end
	end

	local function tell_all ()
		flush ()
		number, names, states, dirty = 0, {}, {}, true
		told = {strips = {}, names = {}, states = {}, marks = nil, session = nil, n = 0, m = 0}
		say ("begin")
		tell_session ()
		tell_marks ()
		look ()
		tell_graph ()
		for _, rows in ipairs (order.kept) do for _, row in ipairs (rows) do say (row) end end
		tell_gave ()
	end

	local function read_lease (at)
		local text, body = lines ("lease", "stembridge%-lease")
		if text == lease.text then
			lease.ticks = lease.ticks + 1
			return
		end
		lease.moved = lease.text ~= nil -- what lay here before is nobody's word that somebody lives
		lease.text, lease.body, lease.since, lease.ticks, lease.paid = text, body, at, 0, false
		local port, token = (body or ""):match ("^to\t(%d+)\t(%w+)\t%d+\n")
		port = tonumber (port) or 0
		if port < 1 or port > 65535 then
			out, lease.port, lease.token = nil, 0, ""
		elseif port ~= lease.port or token ~= lease.token then
			if token ~= lease.token then
				order.done, order.open, order.text, order.queue, order.refused, order.kept = 0, nil, nil, {}, {}, {}
			end
			out, lease.port, lease.token = ARDOUR.LuaOSC.Address ("osc.udp://127.0.0.1:" .. port), port, token
			tell_all ()
		end
	end

	local function give_back (id, name, ours)
		local one = Session:stripable_by_id (PBD.ID (id))
		if one:isnil () or escaped (one:name ()) ~= name then return end
		local mute = one:mute_control ()
		if mute:isnil () or mute:muted_by_self () ~= (ours == "1") then return end
		mute:set_value (ours == "1" and 0 or 1, PBD.GroupControlDisposition.NoGroup)
		gave.n = gave.n + 1
		gave.names[#gave.names + 1] = name
		say ("gave", gave.n, name)
	end

	local function dead_man (at)
		if lease.paid or not lease.moved or not lease.body or lease.ticks < 50 or at - lease.since < SILENCE then return end
		lease.paid, gave.names, gave.under, gave.heir = true, {}, lease.token, nil
		local session, path = lease.body:match ("\nsession\t([^\t\n]*)\t([^\t\n]*)\n")
		if session ~= escaped (Session:name ()) and session ~= escaped (Session:snap_name ()) then return end
		if path ~= "" and path ~= escaped (Session:path ()) then return end
		for id, name, ours in lease.body:gmatch ("\nowe\t(%d*)\t([^\t\n]*)\t([01])") do
			if id == "" then
				local known = Session:route_by_name (plain (name))
				if not known:isnil () then id = id_of (known) end
			end
			if id ~= "" then guarded ("give back", give_back, id, name, ours) end
		end
	end

	-- orders -----------------------------------------------------------------------------------------------------

	local function wanted_ports (word) -- the port names of one channel's sinks; nil and why if one is not there
		local all = {}
		for one in word:gmatch ("[^,]+") do
			local id, channel = one:match ("^(%d+)%.(%d+)$")
			local name = one:match ("^=(.+)$")
			if id then
				local route = Session:route_by_id (PBD.ID (id))
				if route:isnil () then return nil, "what it should feed is gone" end
				if tonumber (channel) >= route:n_inputs ():n_audio () then
					return nil, "what it should feed has too few channels"
				end
				all[#all + 1] = route:input ():audio (tonumber (channel)):name ()
			elseif name then
				all[#all + 1] = plain (name)
			else
				return nil, "the order can't be read"
			end
		end
		table.sort (all)
		return all
	end

	-- Until 9.0 Ardour's own backends walk the lists of connections while they process, without a lock: a list that is
	-- changed meanwhile may end Ardour. So connections are changed in the rest between two cycles only; and only behind one
	-- that ended in time, for one that was late is followed by the next without a rest.
	local rests_until = 0

	local function await_rest ()
		local engine = Session:engine ()
		if now () < rests_until or not engine:running () or engine:current_backend_name ():find ("JACK") then return end
		local rate = Session:nominal_sample_rate ()
		local period, done, ended = 1000000 * Session:get_block_size () / rate, engine:processed_samples (), nil
		for _ = 1, 500 do
			ARDOUR.LuaAPI.usleep (200)
			local count, at = engine:processed_samples (), now ()
			if count ~= done then
				local late = ended and math.abs (at - ended - 1000000 * (count - done) / rate)
				if late and late < math.max (period / 4, 500) then break end
				done, ended = count, at
			end
		end
		-- under full load there is no rest; then the begin of a cycle, when tracks are played and buses are not mixed yet
		rests_until = now () + period * math.max (0.2, 0.4 * (1 - engine:get_dsp_load () / 100))
	end

	local function connect (port, from, to) -- true if the port goes where it should: first off, then on, never doubled
		local keep, fine = {}, true
		for _, name in ipairs (to) do keep[name] = true end
		for _, name in ipairs (from) do
			if not keep[name] then
				await_rest ()
				fine = port:disconnect (name) == 0 and fine
			end
			keep[name] = nil
		end
		for _, name in ipairs (to) do
			if keep[name] then
				await_rest ()
				fine = port:connect (name) == 0 and fine
			end
		end
		return fine and table.concat (connections (port), "\n") == table.concat (to, "\n")
	end

	local function set_outs (route, wanted) -- channel by channel, only those that differ; all of it or nothing
		local io, touched = route:output (), {}
		for channel, to in ipairs (wanted) do
			local port = io:audio (channel - 1)
			local from = connections (port)
			if table.concat (from, "\n") ~= table.concat (to, "\n") then
				touched[#touched + 1] = {port, from}
				if not connect (port, from, to) then
					for _, one in ipairs (touched) do connect (one[1], connections (one[1]), one[2]) end
					return "Ardour did not connect it; it goes where it went"
				end
			end
		end
	end

	local function checked_sends (route, word) -- {send, active} of each; nil and why if they are others by now
		local all, count = {}, 0
		for place, target, active in word:gmatch ("(%d+),(%d+),([01]);") do
			local one = route:nth_send (tonumber (place))
			local send = not one:isnil () and one:to_internalsend ()
			if not send or send:isnil () or id_of (send:target_route ()) ~= target then
				return nil, "its sends are others by now"
			end
			all[#all + 1] = {one, active == "1"}
		end
		for place = 0, 1023 do
			local one = route:nth_send (place)
			if one:isnil () then break end
			if not one:to_internalsend ():isnil () then count = count + 1 end
		end
		if count ~= #all then return nil, "its sends are others by now" end
		return all
	end

	local function goes (route, former) -- true if its outputs still feed this: what somebody has just routed stays
		local io, channel = route:output (), 0
		for word in former:gmatch ("([^;]*);") do
			local names = wanted_ports (word)
			if not names or channel >= route:n_outputs ():n_audio () then return false end
			if table.concat (names, "\n") ~= table.concat (connections (io:audio (channel)), "\n") then return false end
			channel = channel + 1
		end
		return channel == route:n_outputs ():n_audio ()
	end

	local function reroute (id, name, outs, sends, former) -- why not, or nil when it is done
		if not id:match ("^%d+$") then return "the order can't be read" end
		local route = Session:route_by_id (PBD.ID (id))
		if route:isnil () then return "it is gone" end
		if escaped (route:name ()) ~= name then return "it has another name by now" end
		local wanted = {}
		for word in outs:gmatch ("([^;]*);") do
			local names, why = wanted_ports (word)
			if not names then return why end
			wanted[#wanted + 1] = names
		end
		if #wanted ~= route:n_outputs ():n_audio () then return "it has another number of channels by now" end
		if not goes (route, former) then return "it was routed elsewhere in the meantime" end
		local switched, why = checked_sends (route, sends)
		if not switched then return why end
		why = set_outs (route, wanted)
		if why then return why end
		for _, one in ipairs (switched) do
			if one[1]:active () ~= one[2] then
				if one[2] then one[1]:activate () else one[1]:deactivate () end
			end
		end
	end

	local function taken (name)
		local all = Session:get_stripables ()
		for one in all:iter () do if one:name () == name then return true end end
		return false
	end

	local function make_bus (name, channels) -- why not; or the number of ticks to wait until it is looked after
		name, channels = plain (name), tonumber (channels) or 0
		if channels < 1 or channels > 64 then return "a bus can't have so many channels" end
		if taken (name) then return "there is a strip of this name" end
		local kind, last = ARDOUR.PresentationInfo.Flag.AudioBus, ARDOUR.PresentationInfo.max_order
		local ok, made = pcall (function () return Session:new_audio_route (channels, channels, nil, 1, name, kind, last) end)
		if not ok then -- 9.x
			made = Session:new_audio_route (channels, channels, ARDOUR.RouteGroup (), 1, name, kind, last)
		end
		for route in made:iter () do
			order.made[#order.made + 1] = {id_of (route), SETTLED}
			if route:name () ~= name then return "Ardour named it " .. route:name () end
			return
		end
		return "Ardour did not make it"
	end

	local function feed_master (id) -- as Ardour does it where it connects new buses by itself
		local route, master, outs = Session:route_by_id (PBD.ID (id)), Session:master_out (), {}
		if route:isnil () or master:isnil () or master:n_inputs ():n_audio () == 0 then return end
		for channel = 0, route:n_outputs ():n_audio () - 1 do
			outs[#outs + 1] = {master:input ():audio (channel % master:n_inputs ():n_audio ()):name ()}
		end
		return set_outs (route, outs)
	end

	local function close_order ()
		local rows, n = order.refused, order.open
		rows[#rows + 1] = "did\t" .. n
		for _, row in ipairs (rows) do say (row) end
		order.kept[#order.kept + 1] = rows
		if #order.kept > 8 then table.remove (order.kept, 1) end
		order.done, order.open, order.refused, dirty, read_took = n, nil, {}, true, 0 -- what was ordered is read at once
	end

	local function try (n, name, work, ...) -- why it was not done, if it was not, is kept for the order's end
		local ok, why = pcall (work, ...)
		if not ok then why = "Ardour raised: " .. tostring (why):sub (1, 200) end
		if why then order.refused[#order.refused + 1] = table.concat ({"refused", n, name, escaped (why)}, "\t") end
	end

	local verbs = {
		tell = function () order.tell = true end,
		route = function (n, id, name, ...) try (n, name, reroute, id, name, ...) end,
		bus = function (n, name, channels) try (n, name, make_bus, name, channels) end
	}

	local function read_orders ()
		local text, body = lines ("orders", "stembridge%-orders")
		if text == order.text then return end
		order.text = text
		local token, to = (body or ""):match ("^for\t(%w+)\t(%w+)\n")
		if token ~= lease.token or to ~= instance then return end
		local last = #order.queue > 0 and order.queue[#order.queue].n or order.open or order.done
		for line in body:gmatch ("([^\n]*)\n") do
			local row = words (line)
			local n = tonumber (row[1])
			if n and n > last and verbs[row[2]] then order.queue[#order.queue + 1] = {n = n, row = row} end
		end
	end

	local function settle () -- new buses wait for Ardour's own thread, and are looked after then
		for place = #order.made, 1, -1 do
			local one = order.made[place]
			one[2] = one[2] - 1
			if one[2] <= 0 then
				table.remove (order.made, place)
				guarded ("new bus", feed_master, one[1])
			end
		end
	end

	local function obey (at) -- the rows of one order close it together, when what they made has settled
		if lease.ticks > FRESH or Session:engine ():freewheeling () then return end -- not under an export
		read_orders ()
		settle ()
		while #order.queue > 0 and now () - at < BUDGET do
			local one = order.queue[1]
			if order.open and order.open ~= one.n then
				if #order.made > 0 then return end
				close_order ()
			end
			order.open = one.n
			table.remove (order.queue, 1)
			verbs[one.row[2]] (one.n, table.unpack (one.row, 3))
		end
		if order.open and #order.queue == 0 and #order.made == 0 then close_order () end
	end

	-- the clock --------------------------------------------------------------------------------------------------

	local beat, beat_at, took = 0, 0, 0

	local function talk (at)
		guarded ("orders", obey, at)
		if order.tell then
			order.tell = false
			guarded ("tell", tell_all)
		end
		guarded ("look", look)
		guarded ("routing", tell_graph_if_due, at)
		if at - beat_at >= 1000000 then
			beat, beat_at = beat + 1, at
			guarded ("session", tell_session)
			guarded ("marks", tell_marks)
			say ("beat", beat, order.done, told.n, told.m, flag (trouble.fresh), took, read_took)
			trouble.fresh = false
		end
	end

	local function work (signal)
		local at = now ()
		if signal == LuaSignal.SuccessfulGraphSort or signal == LuaSignal.RouteAdded then
			dirty = true
			if out then guarded ("routing", tell_graph_if_due, at) end
		elseif signal == LuaSignal.LuaTimerDS then
			guarded ("lease", read_lease, at)
			guarded ("give back", dead_man, at)
			if out then talk (at) end
			took = now () - at
		end
		flush ()
	end

	return function (signal, ref, ...)
		pcall (work, signal)
	end
end
