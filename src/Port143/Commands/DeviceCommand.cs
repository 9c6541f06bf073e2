using System.CommandLine;

namespace Port143.Commands;

/// <summary><c>port143 device</c>: the verbs about passwords for single devices.</summary>
internal static class DeviceCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("device", "Make, list and take back passwords for single devices. Works while the server runs.")
    {
        DeviceAddCommand.Create(),
        DeviceListCommand.Create(),
        DeviceRevokeCommand.Create(),
    };
}
