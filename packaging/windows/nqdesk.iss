; Inno Setup 6: an installer for one user, no administrator needed. First run: pyinstaller packaging\nqdesk.spec
; Then: iscc /DVersion=0.1.0 packaging\windows\nqdesk.iss     Result: dist\nqdesk-0.1.0-setup.exe
; Not run on Windows yet; tests/packaging/test_recipes.py checks that what is named here exists.

#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
AppId={{7C0C8B0E-5C55-4D7C-9B6C-3D2E4C1B7A10}
AppName=nqdesk
AppVersion={#Version}
AppPublisher=nqdesk
AppComments=Arbeitsplatz für Nachqualifizierungsberatung
DefaultDirName={localappdata}\Programs\nqdesk
DefaultGroupName=nqdesk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=nqdesk-{#Version}-setup
SetupIconFile=packaging\windows\nqdesk.ico
UninstallDisplayIcon={app}\nqdesk.exe
LicenseFile=LICENSE
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes

[Languages]
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\nqdesk\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "CHANGELOG.md"; DestDir: "{app}"; DestName: "Änderungen.txt"; Flags: ignoreversion
Source: "LICENSE"; DestDir: "{app}"; DestName: "Lizenz.txt"; Flags: ignoreversion

[Icons]
Name: "{group}\nqdesk"; Filename: "{app}\nqdesk.exe"
Name: "{userdesktop}\nqdesk"; Filename: "{app}\nqdesk.exe"; Tasks: desktopicon

[Run]
Filename: "{app}\nqdesk.exe"; Description: "{cm:LaunchProgram,nqdesk}"; Flags: nowait postinstall skipifsilent
; Databases of the centre lie in its own folders and are never touched, neither by an update nor by removal.
