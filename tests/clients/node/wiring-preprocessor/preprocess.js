// In: a JSON list of sketches. Out: a JSON list of what Particle's preprocessor makes of them.
const { createRequire } = require('module');
const fs = require('fs');
const { processFile } = createRequire(process.argv[2] + '/')('wiring-preprocessor');

const sketches = JSON.parse(fs.readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(sketches.map((text) => processFile('a.ino', text))));
