namespace Port143.Load.Corpus;

/// <summary>Words that the searches look for. No word of the <see cref="Vocabulary"/> contains one of them.</summary>
internal static class Markers
{
    /// <summary>In one subject of 2,000.</summary>
    public const string RareSubject = "ornithopter";

    /// <summary>In a quarter of the subjects.</summary>
    public const string CommonSubject = "budget";

    /// <summary>Inside <see cref="RareSubject"/>.</summary>
    public const string InsideSubject = "nithopt";

    /// <summary>The name of one sender of 1,000.</summary>
    public const string RareFrom = "Hyacinthe";

    /// <summary>In one body of 1,000.</summary>
    public const string RareBody = "quicksilver";

    /// <summary>In half of the bodies.</summary>
    public const string CommonBody = "timetable";

    /// <summary>Inside <see cref="RareBody"/>.</summary>
    public const string InsideBody = "icksilv";

    public const int RareSubjectEvery = 2000, RareFromEvery = 1000, RareBodyEvery = 1000;
}
