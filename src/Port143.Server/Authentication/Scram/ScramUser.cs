using Port143.Mail;
using Port143.Storage;

namespace Port143.Server.Authentication;

/// <summary>The user that a SCRAM client named, who need not exist.</summary>
/// <param name="Address">The name.</param>
/// <param name="Account">The account; null when there is none.</param>
/// <param name="Devices">Its device passwords.</param>
/// <param name="Salt">The salt to tell.</param>
internal sealed record ScramUser(AccountAddress Address, Account? Account, IReadOnlyList<DevicePassword> Devices, byte[] Salt);
