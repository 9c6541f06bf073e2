using Port143.Mail;

namespace Port143.Server.Extensions;

/// <summary>How the result of a search changes that is kept up to date.</summary>
/// <param name="Context">The search.</param>
/// <param name="Added">The UIDs that join.</param>
/// <param name="Gone">The UIDs that leave.</param>
/// <param name="Sorted">The result after it, in the order of SORT; null where that does not matter.</param>
internal sealed record SearchContextChange(SearchContext Context, UidSet Added, UidSet Gone, uint[]? Sorted);
