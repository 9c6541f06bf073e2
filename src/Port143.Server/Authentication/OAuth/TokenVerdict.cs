using Port143.Mail;

namespace Port143.Server.Authentication;

/// <summary>What came of a token.</summary>
/// <param name="Address">Whose it is; null when it is not good.</param>
/// <param name="Problem">Why not, in words for its owner.</param>
/// <param name="Status">The status of RFC 7628 section 3.2.2.</param>
/// <param name="IsOutage">Whether nothing is wrong with it as far as is known, but the provider cannot be asked.</param>
internal sealed record TokenVerdict(AccountAddress? Address, string Problem, string Status, bool IsOutage = false)
{
    public static TokenVerdict Good(AccountAddress address) => new(address, "", "");

    public static TokenVerdict Invalid(string problem) => new(null, problem, "invalid_token");

    public static TokenVerdict TooLittle(string problem) => new(null, problem, "insufficient_scope");
}
