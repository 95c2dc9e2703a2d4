// Korean in an English room: its fonts are named in a sheet that keeps nobody waiting, so it counts only from now on.
document.getElementById("hangul")?.setAttribute("media", "all");
