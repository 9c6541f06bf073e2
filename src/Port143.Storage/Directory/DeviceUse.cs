namespace Port143.Storage;

/// <summary>That a device password was used.</summary>
/// <param name="Device">The id of the device password.</param>
/// <param name="At">When.</param>
/// <param name="Address">From which address.</param>
public readonly record struct DeviceUse(string Device, DateTimeOffset At, string Address);
