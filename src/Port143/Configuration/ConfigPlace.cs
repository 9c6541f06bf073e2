namespace Port143.Configuration;

/// <summary>Where something was set.</summary>
/// <param name="Source">The path of the file, the environment variable, the option, or the name of the key.</param>
/// <param name="Line">The line of the file from 1; 0 elsewhere.</param>
/// <param name="Column">The column from 1; 0 elsewhere.</param>
internal readonly record struct ConfigPlace(string Source, int Line = 0, int Column = 0)
{
    /// <summary>SOURCE or FILE:LINE:COLUMN.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
