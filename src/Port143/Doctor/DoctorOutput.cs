using Port143.Client.Doctor;

namespace Port143.Doctor;

/// <summary>How a report is to be given out; see the options of the verb.</summary>
internal sealed record DoctorOutput(bool Verbose, bool Quiet, bool Json, string? Bundle, bool Fix, bool Apply, CheckStatus FailOn);
