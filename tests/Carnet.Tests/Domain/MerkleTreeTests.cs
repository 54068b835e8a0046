using System.Security.Cryptography;
using System.Text;
using Carnet.Domain.Traces;

namespace Carnet.Tests.Domain;

/// <summary>T-3: the tree of RFC 6962, against its test vectors and against the definition written as the RFC writes it.</summary>
[Trait("rule", "T-3")]
public sealed class MerkleTreeTests
{
    // The eight entries and roots that the Certificate Transparency projects test themselves with.
    private static readonly string[] Entries =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void T_3_the_published_vectors_hold()
    {
        for (var count = 1; count <= 8; count++)
        {
            var leaves = Entries.Take(count).Select(entry => MerkleTree.Leaf(Convert.FromHexString(entry))).ToList();
            Assert.Equal(Roots[count - 1], Convert.ToHexStringLower(MerkleTree.Root(leaves)));
        }
    }

    [Fact]
    public void T_3_every_count_has_the_root_of_the_definition_and_every_line_a_path_to_it()
    {
        for (var count = 1; count <= 130; count++)
        {
            var lines = Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes("ligne " + i)).ToList();
            var leaves = lines.Select(line => MerkleTree.Leaf(line)).ToList();
            var root = MerkleTree.Root(leaves);
            Assert.Equal(ByDefinition(lines), root);
            for (var i = 0; i < count; i++)
            {
                var path = MerkleTree.Path(leaves, i);
                Assert.Equal(root, MerkleTree.RootFrom(leaves[i], path));
                Assert.NotEqual(root, MerkleTree.RootFrom(leaves[(i + 1) % count].Reverse().ToArray(), path));
            }
        }
    }

    [Fact]
    public void T_3_order_and_count_change_the_root()
    {
        var leaves = Enumerable.Range(0, 5).Select(i => MerkleTree.Leaf([(byte)i])).ToList();
        var root = MerkleTree.Root(leaves);
        Assert.NotEqual(root, MerkleTree.Root([leaves[1], leaves[0], .. leaves[2..]]));
        Assert.NotEqual(root, MerkleTree.Root([.. leaves, leaves[4]]));
        Assert.NotEqual(root, MerkleTree.Root(leaves[..4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.Root([]));
    }

    [Fact]
    public void T_3_a_line_cannot_pass_for_a_node()
    {
        var (a, b) = (MerkleTree.Leaf([1]), MerkleTree.Leaf([2]));
        Assert.NotEqual(MerkleTree.Root([a, b]), MerkleTree.Leaf([.. a, .. b]));
    }

    [Fact]
    public void T_3_a_head_binds_number_predecessor_and_root()
    {
        var (before, root) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var head = MerkleTree.ChainHead(258, before, root);
        Assert.Equal(SHA256.HashData([0, 0, 0, 0, 0, 0, 1, 2, .. before, .. root]), head);
        Assert.NotEqual(head, MerkleTree.ChainHead(259, before, root));
        Assert.NotEqual(head, MerkleTree.ChainHead(258, root, before));
    }

    // MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two below n.
    private static byte[] ByDefinition(IReadOnlyList<byte[]> lines)
    {
        if (lines.Count == 1)
        {
            return SHA256.HashData([0, .. lines[0]]);
        }

        var k = 1;
        while (k * 2 < lines.Count)
        {
            k *= 2;
        }

        return SHA256.HashData([1, .. ByDefinition([.. lines.Take(k)]), .. ByDefinition([.. lines.Skip(k)])]);
    }
}
