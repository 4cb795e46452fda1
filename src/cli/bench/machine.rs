//! What the machine says of itself, so that figures are not compared across machines unawares.

use std::fs;

use morgue::bench::report::Machine;

/// Describes the machine as it is now. What it does not tell is left out.
pub(crate) fn describe() -> Machine {
    Machine {
        cpu: read("/proc/cpuinfo").and_then(|text| model(&text)),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        governor: read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        load: read("/proc/loadavg").and_then(|text| text.split(' ').next()?.parse().ok()),
    }
}

fn read(path: &str) -> Option<String> {
    // Absent on other systems, and in containers.
    let text = fs::read_to_string(path).ok()?;
    Some(text.trim().to_owned())
}

fn model(cpuinfo: &str) -> Option<String> {
    let line = cpuinfo
        .lines()
        .find(|line| line.starts_with("model name"))?;
    Some(line.split_once(": ")?.1.to_owned())
}
