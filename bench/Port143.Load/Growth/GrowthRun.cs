namespace Port143.Load.Growth;
internal static class GrowthRun { public static int Run(Arguments a) => 0; }
