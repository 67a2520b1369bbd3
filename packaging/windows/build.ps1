# Build Stackwright for Windows: a folder with the program, Python and Qt, and an installer where Inno Setup is there.
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
#
# Needs Python 3.11 or newer. Not run by the checks of this project: see packaging/windows/README.md.
$ErrorActionPreference = "Stop"
$root = (Resolve-Path "$PSScriptRoot\..\..").Path
$out = Join-Path $root "dist\windows"
$icons = Join-Path $root "build\icons"
Set-Location -LiteralPath $root

$env:STACKWRIGHT_ICON = Join-Path $icons "stackwright.ico"
py -3 packaging\frozen_folder.py --icons $icons $out
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

# What cannot start is not handed out.
$program = Join-Path $out "stackwright\stackwright.exe"
& $program doctor
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

# Inno Setup does not put itself on the Path.
$iscc = (Get-Command iscc -ErrorAction SilentlyContinue).Source
if (-not $iscc) {
    $iscc = "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe", "$env:LOCALAPPDATA\Programs\Inno Setup 6\ISCC.exe" |
        Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
}
if (-not $iscc) {
    Write-Host "$out\stackwright is ready. Inno Setup (iscc) is not installed: no installer was made."
    exit 0
}
$version = (& $program --version).Split(" ")[2]
$publisher = py -3 -c "import sys; sys.path.insert(0, 'packaging'); import publisher; print(publisher.publisher().name)"
& $iscc "/DVersion=$version" "/DSource=$out\stackwright" "/DIcons=$icons" "/DPublisher=$publisher" "/O$out" packaging\windows\stackwright.iss
exit $LASTEXITCODE
