// Before anything is painted: dark stays dark from the first frame on. src/shell/colorMode.ts has the same rule.
{
  const wanted = localStorage.getItem("petri.color-mode");
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  if (dark) document.documentElement.style.background = "#161d26";
}
