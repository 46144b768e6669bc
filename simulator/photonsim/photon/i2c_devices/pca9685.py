"""The PCA9685, 16 channels of 12-bit PWM: what drives many LEDs or servos from two pins.

Source: NXP, PCA9685 data sheet, rev. 4, section 7.
"""

from __future__ import annotations

_MODE1, _LED0, _ALL_LED, _PRESCALE = 0x00, 0x06, 0xFA, 0xFE
_AUTO_INCREMENT, _SLEEP = 0x20, 0x10
_OSCILLATOR_HZ = 25_000_000
_STEPS = 4096
CHANNELS = 16


class Pca9685:
    """An `I2cDevice` at 0x40, unless its address pins say otherwise."""

    def __init__(self) -> None:
        self._registers = bytearray(256)
        self._registers[_MODE1] = 0x11  # asleep, answers the all-call address
        self._registers[_PRESCALE] = 0x1E  # 200 Hz
        for channel in range(CHANNELS):
            self._registers[_LED0 + 4 * channel + 3] = 0x10  # fully off
        self._pointer = 0

    def write(self, data: bytes) -> bool:
        """A register's number, then values from there on."""
        if data:
            self._pointer = data[0]
        for value in data[1:]:
            self._store(self._pointer, value)
            self._step()
        return True

    def read(self, count: int) -> bytes:
        """From the register that was written last."""
        values = bytearray()
        for _ in range(count):
            values.append(self._registers[self._pointer])
            self._step()
        return bytes(values)

    def _step(self) -> None:
        if self._registers[_MODE1] & _AUTO_INCREMENT:
            self._pointer = (self._pointer + 1) % 256

    def _store(self, register: int, value: int) -> None:
        if register == _PRESCALE and not self._registers[_MODE1] & _SLEEP:
            return  # the prescaler can be set while the oscillator sleeps, only
        self._registers[register] = max(3, value) if register == _PRESCALE else value
        if _ALL_LED <= register < _ALL_LED + 4:
            for channel in range(CHANNELS):
                self._registers[_LED0 + 4 * channel + register - _ALL_LED] = value

    @property
    def frequency(self) -> float:
        """Hz: one for all channels."""
        return _OSCILLATOR_HZ / (_STEPS * (self._registers[_PRESCALE] + 1))

    @property
    def asleep(self) -> bool:
        """Whether the oscillator is off, and all outputs with it."""
        return bool(self._registers[_MODE1] & _SLEEP)

    def duty(self, channel: int) -> float:
        """The share of time, 0..1, that a channel (0..15) is high. Raises ValueError for another channel."""
        if not 0 <= channel < CHANNELS:
            raise ValueError(f"a PCA9685 has the channels 0 to 15, not {channel}")
        at = _LED0 + 4 * channel
        on, off = (int.from_bytes(self._registers[at + i : at + i + 2], "little") for i in (0, 2))
        if off & 0x1000 or self.asleep:
            return 0.0
        if on & 0x1000:
            return 1.0
        return ((off & 0xFFF) - (on & 0xFFF)) % _STEPS / _STEPS

    @property
    def duties(self) -> list[float]:
        return [self.duty(channel) for channel in range(CHANNELS)]
