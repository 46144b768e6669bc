// What the cloud can read, as JSON: docs/firmware.md describes each.
#pragma once
#include "Json.h"
#include "Lights.h"

// The variable `lights`, the manifest: [1,["kitchen","kitchen light","d"],["desk","desk lamp","t",2000,9000]]
void writeManifest(Json& out, const Lights& lights);
// The variable `state`: {"kitchen":{"on":1,"bri":40}}
void writeStates(Json& out, const Lights& lights);
// The variable `pins`: {"kitchen":"A5","fan":"!D6"}
void writePins(Json& out, const Lights& lights);
// One light of `state`, left open for more members.
void writeState(Json& out, const Light& light);
