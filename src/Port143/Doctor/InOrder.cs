using Port143.Client.Doctor;

namespace Port143.Doctor;

/// <summary>Shows results in the order of the registry while they come in any order.</summary>
internal sealed class InOrder(IReadOnlyList<DoctorCheck> checks, Action<CheckResult> show)
{
    private readonly Dictionary<string, CheckResult> _waiting = [];
    private int _next;

    /// <summary>Takes a result, and shows all whose turn it is.</summary>
    public void Add(CheckResult result)
    {
        _waiting.Add(result.Check.Id, result);
        while (_next < checks.Count && _waiting.Remove(checks[_next].Id, out CheckResult? next))
        {
            show(next);
            _next++;
        }
    }

    /// <summary>Shows the rest, where not every check ran.</summary>
    public void End()
    {
        for (; _next < checks.Count; _next++)
        {
            if (_waiting.Remove(checks[_next].Id, out CheckResult? next))
            {
                show(next);
            }
        }
    }
}
