-- Paths, one a line in the file named by BENCH_PATHS, fetched in turn; BENCH_ACCEPT is the header Accept.
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
local next_one = 0
wrk.headers["Accept"] = os.getenv("BENCH_ACCEPT")
function request()
  next_one = next_one % #paths + 1
  return wrk.format("GET", paths[next_one])
end
function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %.1f %.1f\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
