// Reads one JSON object a line, {"method", "options"}, calls that method of particle-api-js, and answers each
// with one line: what the promise brought. Arguments: the cloud's URL, and optionally client id and secret.
'use strict';
const readline = require('readline');
const Particle = require('particle-api-js');

const [baseUrl, clientId, clientSecret] = process.argv.slice(2);
const particle = new Particle({ baseUrl, clientId, clientSecret });

const say = (value) => console.log(JSON.stringify(value));

async function answer({ method, options }) {
	try {
		const result = await particle[method](options);
		const binary = Buffer.isBuffer(result) || result instanceof ArrayBuffer;
		return { ok: true, statusCode: result.statusCode, body: binary ? Buffer.from(result).toString() : result.body };
	} catch (error) {
		const { statusCode, errorDescription, shortErrorDescription, body } = error;
		return { ok: false, message: error.message, statusCode, errorDescription, shortErrorDescription, body };
	}
}

async function stream({ options }) {
	const events = await particle.getEventStream(options);
	for (const name of ['event', 'disconnect', 'reconnect', 'reconnect-success', 'reconnect-error', 'error']) {
		events.on(name, (value) => say({ signal: name, value: value instanceof Error ? String(value) : value }));
	}
	say({ signal: 'open' });
}

async function main() {
	for await (const line of readline.createInterface({ input: process.stdin })) {
		const call = JSON.parse(line);
		if (call.method === 'getEventStream' && call.follow) {
			await stream(call);
		} else {
			say(await answer(call));
		}
	}
	process.exit(0);
}

main();
