-- Paths, one a line in the file named by BENCH_PATHS, fetched in turn; BENCH_ACCEPT is the header Accept.
-- With BENCH_ANEW each path ends in a comment of its own, so that no two requests are the same.
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
local next_one, asked = 0, 0
local anew = os.getenv("BENCH_ANEW")
wrk.headers["Accept"] = os.getenv("BENCH_ACCEPT")
function request()
  next_one = next_one % #paths + 1
  asked = asked + 1
  return wrk.format("GET", anew and paths[next_one] .. "%23" .. anew .. "-" .. asked or paths[next_one])
end
function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %.1f %.1f\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
