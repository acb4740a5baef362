import { runProgram } from "./cli/program";

await runProgram(process.argv.slice(2));
