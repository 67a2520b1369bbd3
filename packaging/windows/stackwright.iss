; Installer for Windows, for one person without rights of an administrator; Inno Setup 6 reads it.
; build.ps1 gives Version and Source.
[Setup]
AppId=Stackwright
AppName=Stackwright
AppVersion={#Version}
DefaultDirName={autopf}\Stackwright
DefaultGroupName=Stackwright
PrivilegesRequired=lowest
OutputBaseFilename=stackwright-{#Version}-setup
LicenseFile=..\..\LICENSE
ChangesAssociations=yes
ChangesEnvironment=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
UninstallDisplayIcon={app}\stackwright-window.exe

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Stackwright"; Filename: "{app}\stackwright-window.exe"

[Registry]
; A double click on a project opens it, also in a window that runs.
Root: HKA; Subkey: "Software\Classes\.stackwright"; ValueType: string; ValueData: "Stackwright.Design"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Stackwright.Design"; ValueType: string; ValueData: "Stackwright design"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Stackwright.Design\DefaultIcon"; ValueType: string; ValueData: "{app}\stackwright-window.exe,0"
Root: HKA; Subkey: "Software\Classes\Stackwright.Design\shell\open\command"; ValueType: string; ValueData: """{app}\stackwright-window.exe"" ""%1"""
