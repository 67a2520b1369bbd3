# Build Stackwright for Windows: a folder with the program, Python and Qt, and an installer where Inno Setup is there.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
#
# Needs Python 3.11 or newer. Not run by the checks of this project: see packaging/windows/README.md.
$ErrorActionPreference = "Stop"
$root = (Resolve-Path "$PSScriptRoot\..\..").Path
$out = Join-Path $root "dist\windows"
Set-Location $root

$env:STACKWRIGHT_ICON = Join-Path $root "build\stackwright.ico"
py -3 packaging\frozen_folder.py --icon $env:STACKWRIGHT_ICON $out
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

# What cannot start is not handed out.
& "$out\stackwright\stackwright.exe" doctor
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

$iscc = Get-Command iscc -ErrorAction SilentlyContinue
if ($null -eq $iscc) {
    Write-Host "$out\stackwright is ready. Inno Setup (iscc) is not installed: no installer was made."
    exit 0
}
$version = (& "$out\stackwright\stackwright.exe" --version).Split(" ")[2]
& $iscc.Source "/DVersion=$version" "/DSource=$out\stackwright" "/O$out" packaging\windows\stackwright.iss
exit $LASTEXITCODE
