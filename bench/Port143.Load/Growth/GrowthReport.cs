namespace Port143.Load.Growth;
internal static class GrowthReport { public static int Write(Arguments a) => 0; }
