#!/bin/sh
# Build Stackwright for macOS: Stackwright.app with Python and Qt, and a disk image of it.
#
#   sh packaging/macos/build.sh
#
# Needs Python 3.11 or newer and Xcode's command line tools. Not run by the checks of this project: see README.md here.
set -eu
cd "$(dirname "$0")/../.."
out=dist/macos
icons=build/icons

STACKWRIGHT_ICON="$PWD/$icons/stackwright.icns" python3 packaging/frozen_folder.py --icons "$icons" "$out"

# A signature of this machine alone: enough to start it here, not to hand it out.
codesign --force --deep --sign - "$out/Stackwright.app"
"$out/Stackwright.app/Contents/MacOS/stackwright" doctor

version=$("$out/Stackwright.app/Contents/MacOS/stackwright" --version | cut -d ' ' -f 3)
rm -rf "$out/image" && mkdir -p "$out/image"
cp -R "$out/Stackwright.app" "$out/image/"
ln -s /Applications "$out/image/Applications"
hdiutil create -volname Stackwright -srcfolder "$out/image" -ov -format UDZO "$out/stackwright-$version.dmg"
rm -rf "$out/image"
