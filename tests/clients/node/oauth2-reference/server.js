// oauth2-server 2.4.1 with a model that a test fills: PUT /model replaces it, /oauth/token answers from it.
'use strict';
const express = require('express');
const bodyParser = require('body-parser');
const oauthServer = require('oauth2-server');

let data = { clients: [], users: [], codes: [], refreshTokens: [] };

const find = (list, test, done) => done(null, list.find(test) || false);
const expires = (item) => new Date(Date.now() + (item.expired ? -1000 : 60000));

const model = {
	getClient: (id, secret, done) => find(
		data.clients, (client) => client.clientId === id && (secret === null || client.clientSecret === secret), done
	),
	grantTypeAllowed: (id, grant, done) => {
		const client = data.clients.find((item) => item.clientId === id);
		done(null, Boolean(client) && client.grants.includes(grant));
	},
	getUser: (username, password, done) => find(
		data.users, (user) => user.username === username && user.password === password, done
	),
	getUserFromClient: (id, secret, done) => {
		const client = data.clients.find((item) => item.clientId === id);
		done(null, client && client.owner ? { id: client.owner } : false);
	},
	getAuthCode: (code, done) => {
		const item = data.codes.find((entry) => entry.code === code);
		done(null, item && { clientId: item.clientId, userId: '1', expires: expires(item) });
	},
	getRefreshToken: (token, done) => {
		const item = data.refreshTokens.find((entry) => entry.token === token);
		done(null, item && { clientId: item.clientId, userId: '1', expires: expires(item) });
	},
	revokeRefreshToken: (token, done) => done(null),
	saveAccessToken: (token, clientId, expiry, user, done) => done(null),
	saveRefreshToken: (token, clientId, expiry, user, done) => done(null)
};

const app = express();
app.oauth = oauthServer({
	model,
	grants: ['authorization_code', 'password', 'refresh_token', 'client_credentials'],
	accessTokenLifetime: 7776000,
	refreshTokenLifetime: 7776000 + 1209600
});
app.put('/model', bodyParser.json(), (req, res) => {
	data = req.body;
	res.send({});
});
app.use(bodyParser.urlencoded({ extended: false }));
app.all('/oauth/token', app.oauth.grant());
app.use(app.oauth.errorHandler());
app.use((err, req, res, next) => res.status(500).send({ crashed: String(err) }));

const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
