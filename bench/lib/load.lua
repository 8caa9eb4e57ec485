-- The load: what wrk sends, and how it reads the answers. Arguments after "--":
--   mode bodies_file content_type limit [authorization]
-- loop:    the bodies in rotation until the time is over
-- once:    each body once, until `limit` answers have come or the time is over
-- refresh: the file's first line is a template with %TOKEN%, the others are tokens; each answer's refresh token joins the queue
-- Prints one line "RESULT {json}" with latencies and a count of every kind of answer.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long sec; long nsec; } bench_time;
  int clock_gettime(int clock, bench_time *time);
  int getpid(void);
  int kill(int pid, int signal);
]]
local time = ffi.new("bench_time")
local function now()
  ffi.C.clock_gettime(1, time)
  return tonumber(time.sec) + tonumber(time.nsec) / 1e9
end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

kinds, answered, first, last, stopped = {}, 0, 0, 0, false
local mode, limit, template, headers
local requests, count, next_one = {}, 0, 0
local queue, head, tail = {}, 1, 0

-- Devices ask from 8,192 networks in rotation, the one of its line each; every server gets the header, Doorcode counts by it.
local function network(line)
  local n = (line - 1) % 8192
  return string.format("10.%d.%d.7", math.floor(n / 256), n % 256)
end

local function format(line, body)
  headers["X-Forwarded-For"] = network(line)
  return wrk.format("POST", nil, headers, body)
end

local function encode(text)
  return (text:gsub("[^%w%-%._~]", function(c) return string.format("%%%02X", c:byte()) end))
end

function init(args)
  mode = args[1]
  limit = tonumber(args[4])
  headers = { ["Content-Type"] = args[3], ["Accept"] = "application/json", ["Authorization"] = args[5] }
  for line in io.lines(args[2]) do
    if mode ~= "refresh" then
      count = count + 1
      requests[count] = format(count, line)
    elseif not template then
      template = line
    else
      tail = tail + 1
      queue[tail] = line
    end
  end
end

local checked = false
function request()
  -- wrk calls this once before the run, to look at the script.
  if not checked then
    checked = true
    return requests[1] or format(1, "")
  end
  if first == 0 then first = now() end
  if mode == "refresh" then
    if head > tail then return format(1, "grant_type=none") end
    local token = queue[head]
    queue[head] = nil
    head = head + 1
    return format(head, (template:gsub("%%TOKEN%%", (encode(token):gsub("%%", "%%%%")))))
  end
  next_one = next_one % count + 1
  return requests[next_one]
end

local function kind_of(status, body)
  local failure = body:match('"error"%s*:%s*"([^"]*)"')
  if failure then return status .. " " .. failure end
  if body:find('"active"%s*:%s*true') then return status .. " active" end
  if body:find('"access_token"', 1, true) then
    local jwt = body:find('"access_token"%s*:%s*"eyJ') and "jwt" or "token"
    return status .. " " .. jwt .. (body:find('"refresh_token"', 1, true) and "+refresh" or "")
  end
  if body:find('"device_code"', 1, true) then return status .. " issued" end
  return status .. " other"
end

function response(status, _, body)
  if stopped then return end
  local kind = kind_of(status, body)
  kinds[kind] = (kinds[kind] or 0) + 1
  answered = answered + 1
  if mode == "refresh" then
    local token = body:match('"refresh_token"%s*:%s*"([^"]+)"')
    if token then
      tail = tail + 1
      queue[tail] = token
    end
  elseif mode == "once" and answered >= limit then
    last = now()
    stopped = true
    wrk.thread:stop()
    ffi.C.kill(ffi.C.getpid(), 2)
  end
end

function done(summary, latency)
  local all, total, span = {}, 0, 0
  for _, thread in ipairs(threads) do
    for kind, n in pairs(thread:get("kinds")) do all[kind] = (all[kind] or 0) + n end
    total = total + thread:get("answered")
    if thread:get("last") > 0 then span = math.max(span, thread:get("last") - thread:get("first")) end
  end
  if span == 0 then span = summary.duration / 1e6 end
  local parts = {}
  for kind, n in pairs(all) do parts[#parts + 1] = string.format("%q:%d", kind, n) end
  local e = summary.errors
  io.write(string.format(
    'RESULT {"answers":%d,"seconds":%.4f,"p50_us":%d,"p90_us":%d,"p99_us":%d,"max_us":%d,"socket_errors":%d,"timeouts":%d,"kinds":{%s}}\n',
    total, span, latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max,
    e.connect + e.read + e.write, e.timeout, table.concat(parts, ",")))
end
