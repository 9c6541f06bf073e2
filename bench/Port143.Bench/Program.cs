using Port143.Bench;
using Port143.Bench.Storage;

// dotnet run -c Release --project bench/Port143.Bench              every micro-benchmark with its time and allocations
// dotnet run -c Release --project bench/Port143.Bench -- --check   allocations against their budgets; exit code 1 when over
// dotnet run -c Release --project bench/Port143.Bench -- storage [--keep FOLDER] [NAME...]   the storage engine on this disk
return args switch
{
    ["storage", ..] => await StorageBench.RunAsync(args[1..]),
    ["--check"] => MicroRunner.Check(),
    [] => MicroRunner.Run(),
    _ => MicroRunner.Usage(),
};
