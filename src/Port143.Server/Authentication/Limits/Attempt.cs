using System.Net;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>A password that is about to be looked at.</summary>
/// <param name="Name">The address of the account, whether there is one or not.</param>
/// <param name="Account">The account, if there is one.</param>
/// <param name="From">The client's address; null over a Unix socket.</param>
/// <param name="Tag">What the password is recognised by.</param>
internal readonly record struct Attempt(string Name, Account? Account, IPAddress? From, ulong Tag);
