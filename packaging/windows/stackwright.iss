; Installer for Windows, for one person without rights of an administrator; Inno Setup 6.3 or newer reads it.
; build.ps1 gives Version, Source (the frozen folder), Icons (the folder of icons) and Publisher.
[Setup]
AppId=Stackwright
AppName=Stackwright
AppVersion={#Version}
AppPublisher={#Publisher}
DefaultDirName={autopf}\Stackwright
DefaultGroupName=Stackwright
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
OutputBaseFilename=stackwright-{#Version}-setup
SetupIconFile={#Icons}\stackwright.ico
LicenseFile=..\..\LICENSE
ChangesAssociations=yes
ChangesEnvironment=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
UninstallDisplayIcon={app}\stackwright-window.exe

[Tasks]
Name: "path"; Description: "Have the command stackwright in consoles (adds its folder to your Path)"

[InstallDelete]
; Of an older version nothing may stay that the new one would import.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion
Source: "{#Icons}\document.ico"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{group}\Stackwright"; Filename: "{app}\stackwright-window.exe"

[Registry]
; A double click on a project opens it, also in a window that runs. The type of file is taken back by the uninstaller
; only where it still means this program.
Root: HKA; Subkey: "Software\Classes\.stackwright"; ValueType: string; ValueData: "Stackwright.Design"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.stackwright"; ValueType: string; ValueName: "Content Type"; ValueData: "application/vnd.stackwright"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.stackwright\OpenWithProgids"; ValueType: string; ValueName: "Stackwright.Design"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\Stackwright.Design"; ValueType: string; ValueData: "Stackwright design"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Stackwright.Design\DefaultIcon"; ValueType: string; ValueData: "{app}\document.ico"
Root: HKA; Subkey: "Software\Classes\Stackwright.Design\shell\open\command"; ValueType: string; ValueData: """{app}\stackwright-window.exe"" ""%1"""
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{code:PathWith|{app}}"; Tasks: path; Flags: preservestringtype

[Code]
{ Returns the Path of the person without FOLDER, however its letters are written. }
function PathWithout(Folder: String): String;
var
  Left: String;
  Place: Integer;
begin
  if not RegQueryStringValue(HKCU, 'Environment', 'Path', Left) then
    Left := '';
  Result := ';' + Left + ';';
  Place := Pos(';' + Lowercase(Folder) + ';', Lowercase(Result));
  while Place > 0 do
  begin
    Delete(Result, Place, Length(Folder) + 1);
    Place := Pos(';' + Lowercase(Folder) + ';', Lowercase(Result));
  end;
  while (Length(Result) > 0) and (Result[1] = ';') do
    Delete(Result, 1, 1);
  while (Length(Result) > 0) and (Result[Length(Result)] = ';') do
    Delete(Result, Length(Result), 1);
end;

{ Returns the Path of the person with FOLDER at its end, once. }
function PathWith(Folder: String): String;
begin
  Result := PathWithout(Folder);
  if Result <> '' then
    Result := Result + ';';
  Result := Result + Folder;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Before, After: String;
begin
  if (Step = usPostUninstall) and RegQueryStringValue(HKCU, 'Environment', 'Path', Before) then
  begin
    After := PathWithout(ExpandConstant('{app}'));
    if After <> Before then
      RegWriteExpandStringValue(HKCU, 'Environment', 'Path', After);
  end;
end;
