// Finds the function that a handler setting such as `src/index.handler` names.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { RuntimeError } from "./errors.mjs";

/** Throws errors of Lambda's: the module cannot be loaded, or has no such function. */
export async function loadHandler(taskRoot, name) {
  const { dir, base } = path.parse(name);
  const [file, ...names] = base.split(".");
  if (!file || names.length === 0 || name.includes("..")) {
    throw new RuntimeError("Runtime.MalformedHandlerName", "Bad handler");
  }
  const module = await loadModule(path.resolve(taskRoot, dir, file), path.join(dir, file));
  const found =
    names.reduce((value, each) => value?.[each], module) ??
    names.reduce((v, n) => v?.[n], module.default);
  if (found === undefined) {
    throw new RuntimeError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof found !== "function") {
    throw new RuntimeError("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  return found;
}

async function loadModule(file, name) {
  const source = ["", ".js", ".mjs", ".cjs"].map((end) => file + end).find((each) => isFile(each));
  try {
    if (!source)
      throw Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
    return isModule(source) ? await import(pathToFileURL(source)) : createRequire(source)(source);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError("Runtime.UserCodeSyntaxError", String(error.stack));
    }
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      throw new RuntimeError("Runtime.ImportModuleError", `Error: ${error.message}`);
    }
    throw error;
  }
}

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Whether a file is an ES module: by its ending, or by the package it is in. */
function isModule(file) {
  if (!file.endsWith(".js")) return file.endsWith(".mjs");
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const description = path.join(folder, "package.json");
    if (isFile(description))
      return JSON.parse(fs.readFileSync(description, "utf8")).type === "module";
    if (folder === path.dirname(folder)) return false;
  }
}
