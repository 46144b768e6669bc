"""What a compiler's error about an unknown name means on a Photon: has the board no such call, or has the simulator?

Names: wiring/inc of Device OS v2.3.1 and v3.3.1, as compiled for the Photon (platform 6).
"""

from __future__ import annotations

import re

_NO_CELLULAR = "is for devices with a cellular modem (Electron, Boron); the Photon has Wi-Fi"
_NO_GEN3 = "is for devices of the third generation (Argon, Boron); the Photon has not got it"
_NO_POWER = "is for devices with a battery charger; the Photon has none"
_MISSING_HERE = "is there on the Photon, but not in this simulator"

#: Names at the top level, and what to say of them.
_NAMES = {
    **dict.fromkeys(("Cellular", "CellularSignal", "CellularData", "CellularBand"), _NO_CELLULAR),
    **dict.fromkeys(
        ("Network", "BLE", "BleAddress", "BleUuid", "BleCharacteristic", "NFC", "Mesh", "Ethernet"), _NO_GEN3
    ),
    **dict.fromkeys(("FuelGauge", "PMIC", "SystemPowerConfiguration"), _NO_POWER),
    **dict.fromkeys(
        ("Serial3", "Serial4", "Serial5", "Wire3", "SPI2"), "needs pins that the Photon has not got"
    ),
    **dict.fromkeys(
        (
            "AbstractDiagnosticData",
            "AbstractIntegerDiagnosticData",
            "AbstractTypeDiagnosticData",
            "AbstractUnsignedIntegerDiagnosticData",
            "AtomicEnumDiagnosticData",
            "AtomicIntegerDiagnosticData",
            "AtomicUnsignedIntegerDiagnosticData",
            "AttributedLogger",
            "CANChannel",
            "CANMessage",
            "EnumDiagnosticData",
            "FixedPointQ",
            "FixedPointSQ",
            "FixedPointUQ",
            "IntegerDiagnosticData",
            "JSONStreamLogHandler",
            "Keyboard",
            "PersistentEnumDiagnosticData",
            "PersistentIntegerDiagnosticData",
            "Promise",
            "RetainedDiagnosticDataStorage",
            "SimpleEnumDiagnosticData",
            "SimpleIntegerDiagnosticData",
            "SimpleUnsignedIntegerDiagnosticData",
            "UnsignedIntegerDiagnosticData",
            "acquireWireBuffer",
            "attachInterruptDirect",
            "attachSystemInterrupt",
            "detachInterruptDirect",
            "detachSystemInterrupt",
            "serialReadLine",
            "Mouse",
            "USBSerial1",
            "Serial2",
            "softap_set_application_page_handler",
        ),
        _MISSING_HERE,
    ),
}

#: Members of Device OS's classes: how sketches call the class, and all that it has on the Photon.
_MEMBERS: dict[str, tuple[str, str]] = {
    "CloudClass": (
        "Particle",
        "connect connected deviceID disconnect disconnected function maxEventDataSize maxFunctionArgumentSize "
        "maxVariableValueSize process publish publishVitals setDisconnectOptions sleep subscribe syncTime syncTimeDone "
        "syncTimePending timeSyncedLast unsubscribe variable",
    ),
    "SystemClass": (
        "System",
        "buttonMirror buttonPushed deviceID dfu disable disableButtonMirror disableFeature disableReset disableUpdates "
        "enable enableFeature enableReset enableUpdates enabled enterSafeMode factoryReset featureEnabled freeMemory "
        "millis mode off on reset resetEnabled resetPending resetReason resetReasonData set sleep sleepError sleepResult "
        "ticks ticksDelay ticksPerMicrosecond updatesEnabled updatesForced updatesPending uptime version versionNumber "
        "waitCondition wakeUpPin wakeUpReason wokenUpByPin wokenUpByRtc",
    ),
    "WiFiClass": (
        "WiFi",
        "BSSID RSSI SSID clearCredentials connect connecting dhcpServerIP disconnect dnsServerIP gatewayIP getAntenna "
        "getCredentials getListenTimeout hasCredentials hostname listen listening localIP macAddress off on ping ready "
        "resolve scan selectAntenna setCredentials setHostname setListenTimeout setStaticIP subnetMask useDynamicIP "
        "useStaticIP",
    ),
    "SystemSleepConfiguration": (
        "SystemSleepConfiguration",
        "analog duration flag gpio mode network usart valid",
    ),
    "RGBClass": ("RGB", "brightness color control controlled mirrorDisable mirrorTo onChange"),
    "TimeClass": (
        "Time",
        "beginDST day endDST format getDSTOffset getFormat hour hourFormat12 isAM isDST isPM isValid local minute month "
        "now second setDSTOffset setFormat setTime timeStr weekday year zone",
    ),
    "EEPROMClass": (
        "EEPROM",
        "begin clear end get hasPendingErase length performPendingErase put read update write",
    ),
    "USARTSerial": (
        "Serial1",
        "available availableForWrite begin blockOnOverrun breakRx breakTx end flush halfduplex isEnabled peek read write",
    ),
    "USBSerial": (
        "Serial",
        "available availableForWrite baud begin blockOnOverrun end flush isConnected isEnabled lock peek read try_lock "
        "unlock write",
    ),
    "TwoWire": (
        "Wire",
        "available begin beginTransmission enableDMAMode end endTransmission flush isEnabled lock onReceive onRequest "
        "peek read requestFrom reset setClock setSpeed stretchClock unlock write",
    ),
    "SPIClass": (
        "SPI",
        "attachInterrupt available begin beginTransaction detachInterrupt end endTransaction isEnabled lock onSelect "
        "setBitOrder setClockDivider setClockDividerReference setClockSpeed setDataMode transfer transferCancel trylock "
        "unlock usingInterrupt",
    ),
    "TCPClient": ("TCPClient", "available connect connected flush peek read remoteIP status stop write"),
    "UDP": (
        "UDP",
        "available begin beginPacket buffer endPacket flush joinMulticast leaveMulticast parsePacket peek read "
        "receivePacket releaseBuffer remoteIP remotePort sendPacket setBuffer stop write",
    ),
}

#: Members of other platforms that people look for.
_ELSEWHERE = {
    (
        "CloudClass",
        "keepAlive",
    ): "is for devices that talk UDP with the cloud; the Photon talks TCP, and pings "
    "every 15 s by itself. Leave the line out",
    ("SystemClass", "batteryCharge"): _NO_POWER,
    ("SystemClass", "batteryState"): _NO_POWER,
    ("SystemClass", "powerSource"): _NO_POWER,
    ("SystemClass", "setPowerConfiguration"): _NO_POWER,
}

_MEMBER = re.compile(
    r"^(?P<place>[^\n]*?:\d+:\d+): error: no member named '(?P<name>\w+)' in '(?:\w+::)*(?P<of>\w+)'", re.M
)
_NAME = re.compile(
    r"^(?P<place>[^\n]*?:\d+:\d+): error: (?:use of undeclared identifier|unknown type name|unknown class name|no template named) '(?P<name>\w+)'",
    re.M,
)

#: build/module-defaults.mk of Device OS; older versions took such sketches, so it is no error here.
_NO_RETURN = re.compile(r"^(?P<place>[^\n]*?:\d+:\d+): warning: [^\n]*\[-Wreturn-type\]")


def explain(output: str) -> str:
    """The compiler's `output` with a note behind each error about a name of Device OS that is not here, and behind
    what only arm-gcc refuses."""
    lines = []
    for line in output.splitlines(keepends=True):
        lines.append(line)
        said = _of_member(line) or _of_name(line) or _of_return(line)
        if said:
            lines.append(said + "\n")
    return "".join(lines)


def _of_return(line: str) -> str | None:
    found = _NO_RETURN.match(line)
    if found is None:
        return None
    return (
        f"{found['place']}: note: Device OS 2.3.1 and 3.3.1 compile sketches with -Werror=return-type: "
        "Particle's compiler refuses this. Return a value at the end"
    )


def _of_member(line: str) -> str | None:
    found = _MEMBER.match(line)
    if found is None or found["of"] not in _MEMBERS:
        return None
    called, names = _MEMBERS[found["of"]]
    name = found["name"]
    if name in names.split():
        said = _MISSING_HERE
    else:
        said = _ELSEWHERE.get(
            (found["of"], name), "is not a call of Device OS 2.3.1 or 3.3.1 on the Photon either"
        )
    return f"{found['place']}: note: {called}.{name} {said}"


def _of_name(line: str) -> str | None:
    found = _NAME.match(line)
    if found is None or found["name"] not in _NAMES:
        return None
    return f"{found['place']}: note: {found['name']} {_NAMES[found['name']]}"
