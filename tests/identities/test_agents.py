from __future__ import annotations

import re
from random import Random

import pytest

from tiktok_spiders.identities.agents import AGENTS, CHROME, Agent, agent_of, brands, choose

ALL = [agent for agents in AGENTS.values() for agent in agents]
HINT = {"windows": '"Windows"', "mac": '"macOS"', "linux": '"Linux"', "android": '"Android"'}
IN_AGENT = {"windows": "Windows NT", "mac": "Macintosh", "linux": "X11; Linux", "android": "Android"}
PLATFORM = {"windows": "Win32", "mac": "MacIntel", "linux": "Linux x86_64", "android": "Linux armv81"}


@pytest.mark.parametrize("agent", ALL, ids=lambda agent: agent.os)
def test_a_set_agrees_with_itself(agent: Agent) -> None:
    mobile = agent.kind == "mobile"
    assert IN_AGENT[agent.os] in agent.user_agent
    assert agent.platform == PLATFORM[agent.os]
    assert agent.client_hints["Sec-CH-UA-Platform"] == HINT[agent.os]
    assert agent.client_hints["Sec-CH-UA-Mobile"] == ("?1" if mobile else "?0")
    assert ("Mobile" in agent.user_agent) is mobile
    assert (agent.screen[0] < agent.screen[1]) is mobile
    assert re.findall(r"Chrome/(\d+)\.", agent.user_agent) == [str(CHROME)]
    assert agent.client_hints["Sec-CH-UA"].count(f'v="{CHROME}"') == 2
    assert agent_of(agent.user_agent) is agent


@pytest.mark.parametrize(
    ("major", "header"),
    [
        (131, '"Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24"'),
        (120, '"Not_A Brand";v="8", "Chromium";v="120", "Google Chrome";v="120"'),
    ],
)
def test_brands_as_published_for_real_versions(major: int, header: str) -> None:
    assert brands(major) == header


def test_an_unknown_agent_has_no_set() -> None:
    assert agent_of("curl/8") is None


def test_chance_decides() -> None:
    found = {choose("desktop", Random(seed)).os for seed in range(30)}
    assert found == {"windows", "mac", "linux"}
