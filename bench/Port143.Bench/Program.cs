using Port143.Bench;

// dotnet run -c Release --project bench/Port143.Bench              every micro-benchmark with its time and allocations
// dotnet run -c Release --project bench/Port143.Bench -- --check   allocations against their budgets; exit code 1 when over
// dotnet run -c Release --project bench/Port143.Bench -- compare FILE PEER OURS   ratios out of a load generator's report
return args switch
{
    ["compare", string file, string peer, string ours] => Comparison.Print(file, peer, ours),
    ["--check"] => MicroRunner.Check(),
    [] => MicroRunner.Run(),
    _ => MicroRunner.Usage(),
};
