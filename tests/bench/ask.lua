-- Random questions, one a line in the file named by BENCH_QUESTIONS, posted in turn.
local questions = {}
for line in io.lines(os.getenv("BENCH_QUESTIONS")) do questions[#questions + 1] = line end
local next_one = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
function request()
  next_one = next_one % #questions + 1
  return wrk.format(nil, nil, nil, questions[next_one])
end
function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %.1f %.1f\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
