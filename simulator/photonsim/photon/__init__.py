"""The simulated Photon: a board, the wiring API for WebAssembly, and the host that runs firmware on both."""
