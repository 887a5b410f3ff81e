@echo off
rem Double-click: opens the course. Fetches uv, which fetches Python and the rest, the first time.
chcp 65001 >nul
cd /d "%~dp0"
where uv >nul 2>nul && set "UV=uv"
if not defined UV if exist "%USERPROFILE%\.local\bin\uv.exe" set "UV=%USERPROFILE%\.local\bin\uv.exe"
if not defined UV (
  echo Henter det, kurset mangler. Det tager et par minutter. / Fetching what the course lacks. This takes a few minutes.
  powershell -NoProfile -ExecutionPolicy Bypass -Command "irm https://astral.sh/uv/install.ps1 | iex" || goto failed
  set "UV=%USERPROFILE%\.local\bin\uv.exe"
)
"%UV%" run --frozen netvaerk start %* || goto failed
exit /b 0
:failed
echo.
echo Kurset kunne ikke starte. Se linjerne ovenfor. / The course could not start. See the lines above.
pause
