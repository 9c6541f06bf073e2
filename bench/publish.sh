# Sourced: publish PROJECT FOLDER LOG compiles with NativeAOT if its compiler and a linker are there, else just in time, and says
# which. With jit=1 it does not try.
publish() {
  if [ -z "${jit:-}" ] && dotnet publish "$1" -c Release -r "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" \
    -p:PublishAot=true -o "$2" -v quiet --nologo >"$3" 2>&1; then
    echo "NativeAOT"
    return
  fi
  rm -rf "$2"
  dotnet publish "$1" -c Release -o "$2" -v quiet --nologo >>"$3" 2>&1 || { cat "$3" >&2; return 70; }
  echo "compiled just in time"
}
