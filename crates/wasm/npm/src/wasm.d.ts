// wasm-bindgen writes this module's own types beside it; before `cargo xtask wasm` has run there are none.
declare module "*/wasm/maths.js" {
  const module: unknown;
  export default module;
}
