//! Who a client is, as far as limits need to know: an address, which is not kept.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use axum::http::HeaderMap;

/// The other side of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub IpAddr);

/// Addresses that start alike: `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    start: IpAddr,
    bits: u8,
}

/// Text that names no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no address and no network: write 10.0.0.7, 10.0.0.0/8 or fd00::/8")]
pub struct InvalidNetwork(String);

impl FromStr for Network {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, InvalidNetwork> {
        let invalid = || InvalidNetwork(text.chars().take(60).collect());
        let (start, bits) = text.split_once('/').map_or((text, None), |(start, bits)| (start, Some(bits)));
        let start: IpAddr = start.parse().map_err(|_| invalid())?;
        let most = if start.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| invalid())?;
        if bits > most { Err(invalid()) } else { Ok(Self { start, bits }) }
    }
}

impl Network {
    /// Whether an address lies in it.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        let shift = |most: u8| u32::from(most - self.bits);
        match (self.start, address.to_canonical()) {
            (IpAddr::V4(start), IpAddr::V4(address)) => {
                (start.to_bits() ^ address.to_bits()).checked_shr(shift(32)).is_none_or(|rest| rest == 0)
            }
            (IpAddr::V6(start), IpAddr::V6(address)) => {
                (start.to_bits() ^ address.to_bits()).checked_shr(shift(128)).is_none_or(|rest| rest == 0)
            }
            _ => false,
        }
    }
}

/// The client's address: the peer's, unless that is a proxy of the operator's. Then it is the last one in `X-Forwarded-For`
/// that is no such proxy: what stands before it, anybody could have written.
pub(super) fn address(peer: Option<Peer>, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let unknown = IpAddr::V6(Ipv6Addr::UNSPECIFIED);
    let mut client = peer.map_or(unknown, |Peer(address)| address.to_canonical());
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
    let said: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    for text in said.into_iter().rev() {
        if !proxies.iter().any(|proxy| proxy.holds(client)) {
            break;
        }
        let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
        let Some(next) = text.parse().ok().or_else(with_port) else { break };
        client = next.to_canonical();
    }
    client
}

/// What one client's limits are kept under: an IPv6 client has 64 bits to itself and counts as one.
pub(super) fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("10.0.0.0/8", "10.9.8.7", true)]
    #[case("10.0.0.0/8", "11.0.0.1", false)]
    #[case("10.0.0.7", "10.0.0.7", true)]
    #[case("10.0.0.7", "10.0.0.6", false)]
    #[case("0.0.0.0/0", "203.0.113.9", true)]
    #[case("::/0", "2001:db8::1", true)]
    #[case("::/0", "203.0.113.9", false)]
    #[case("fd00::/8", "fd12::1", true)]
    #[case("10.0.0.0/8", "::ffff:10.1.1.1", true)]
    fn a_network_holds(#[case] network: Network, #[case] address: IpAddr, #[case] expected: bool) {
        assert_eq!(network.holds(address), expected);
    }

    #[rstest]
    #[case("10.0.0.0/33")]
    #[case("10.0.0/8")]
    #[case("everybody")]
    #[case("fd00::/-1")]
    fn what_is_no_network_is_refused(#[case] text: &str) {
        assert!(text.parse::<Network>().is_err());
    }

    #[rstest]
    #[case::nobody_in_between("203.0.113.9", "", "203.0.113.9")]
    #[case::a_claim_of_its_own("203.0.113.9", "198.51.100.1", "203.0.113.9")]
    #[case::behind_the_proxy("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    #[case::a_claim_before_the_proxys_word("10.0.0.1", "192.0.2.1, 198.51.100.1", "198.51.100.1")]
    #[case::two_proxies("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1")]
    #[case::with_a_port("10.0.0.1", "198.51.100.1:4711", "198.51.100.1")]
    #[case::nonsense("10.0.0.1", "somebody", "10.0.0.1")]
    #[case::nothing("10.0.0.1", "", "10.0.0.1")]
    fn a_client_is(#[case] peer: IpAddr, #[case] said: &str, #[case] expected: IpAddr) {
        let headers = HeaderMap::from_iter([("x-forwarded-for".parse().unwrap(), said.parse().unwrap())]);
        let proxies = ["10.0.0.0/8".parse().unwrap()];
        assert_eq!(address(Some(Peer(peer)), &headers, &proxies), expected);
    }

    #[test]
    fn neighbours_in_one_ipv6_household_are_one_client() {
        let at = |text: &str| household(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_ne!(at("192.0.2.1"), at("192.0.2.2"));
    }
}
