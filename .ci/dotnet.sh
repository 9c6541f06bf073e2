# Sourced by run.sh and test.sh: says how to get the .NET SDK 10 where it is missing, and ends there.

if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
  cat >&2 <<'TEXT'
The .NET SDK 10 is missing. One of these brings it:
  Debian, Ubuntu    apt-get install dotnet-sdk-10.0   (Debian: after adding Microsoft's package feed,
                    https://learn.microsoft.com/dotnet/core/install/linux-debian)
  Fedora            dnf install dotnet-sdk-10.0
  macOS             brew install dotnet-sdk
  Windows           winget install Microsoft.DotNet.SDK.10
  anywhere          https://dotnet.microsoft.com/download/dotnet/10.0
TEXT
  exit 69
fi

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
