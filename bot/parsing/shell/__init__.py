"""Text as a shell would split it: bash, cmd.exe and PowerShell, each without running anything."""
