// wasm-bindgen writes these modules' own types beside them; before `cargo xtask wasm` has run there are none.
declare module "*/wasm/words.js" {
  const module: unknown;
  export default module;
}
declare module "*/wasm/notation.js" {
  const module: unknown;
  export default module;
}
declare module "*/wasm/algebra.js" {
  const module: unknown;
  export default module;
}
declare module "*/wasm/live.js" {
  const module: unknown;
  export default module;
}
