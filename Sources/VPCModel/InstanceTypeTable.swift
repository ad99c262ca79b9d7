/// The facts of the limits table, one instance type a word: `type,ENIs,addresses per ENI,flags,branch ENIs,vCPUs`.
///
/// Flags: `n` Nitro, `x` Xen; `t` trunk-capable, `f` not; `m` bare metal, `v` virtual. `-` is not known.
/// ENIs are those of network card 0. Sorted by type, one string so that it compiles and loads at once.
/// Source: the public tables of amazon-vpc-cni-k8s (ENIs, addresses, hypervisor) and
/// amazon-vpc-resource-controller-k8s (trunks, branches) at v1.23.1 of the CNI; vCPUs as
/// describe-instance-types gives them, for newer types by size. i3.metal is in the controller's table only.
enum InstanceTypeTable {
  static let rows = """
    a1.2xlarge,4,15,ntv,38,8 a1.4xlarge,8,30,ntv,54,16 a1.large,3,10,ntv,9,2 a1.medium,2,4,ntv,10,1
    a1.metal,8,30,-tm,54,16 a1.xlarge,4,15,ntv,18,4 bmn-sf1.metal,15,50,--m,-,- c1.medium,2,6,xfv,0,2
    c1.xlarge,4,15,xfv,0,8 c3.2xlarge,4,15,xfv,0,8 c3.4xlarge,8,30,xfv,0,16 c3.8xlarge,8,30,xfv,0,32
    c3.large,3,10,xfv,0,2 c3.xlarge,4,15,xfv,0,4 c4.2xlarge,4,15,xfv,0,8 c4.4xlarge,8,30,xfv,0,16
    c4.8xlarge,8,30,xfv,0,36 c4.large,3,10,xfv,0,2 c4.xlarge,4,15,xfv,0,4 c5.12xlarge,8,30,ntv,54,48
    c5.18xlarge,15,50,ntv,107,72 c5.24xlarge,15,50,ntv,107,96 c5.2xlarge,4,15,ntv,38,8
    c5.4xlarge,8,30,ntv,54,16 c5.9xlarge,8,30,ntv,54,36 c5.large,3,10,ntv,9,2 c5.metal,15,50,-tm,107,96
    c5.xlarge,4,15,ntv,18,4 c5a.12xlarge,8,30,ntv,54,48 c5a.16xlarge,15,50,ntv,107,64
    c5a.24xlarge,15,50,ntv,107,96 c5a.2xlarge,4,15,ntv,38,8 c5a.4xlarge,8,30,ntv,54,16
    c5a.8xlarge,8,30,ntv,54,32 c5a.large,3,10,ntv,9,2 c5a.metal,15,50,--m,-,- c5a.xlarge,4,15,ntv,18,4
    c5ad.12xlarge,8,30,ntv,54,48 c5ad.16xlarge,15,50,ntv,107,64 c5ad.24xlarge,15,50,ntv,107,96
    c5ad.2xlarge,4,15,ntv,38,8 c5ad.4xlarge,8,30,ntv,54,16 c5ad.8xlarge,8,30,ntv,54,32 c5ad.large,3,10,ntv,9,2
    c5ad.metal,15,50,--m,-,- c5ad.xlarge,4,15,ntv,18,4 c5d.12xlarge,8,30,ntv,54,48
    c5d.18xlarge,15,50,ntv,107,72 c5d.24xlarge,15,50,ntv,107,96 c5d.2xlarge,4,15,ntv,38,8
    c5d.4xlarge,8,30,ntv,54,16 c5d.9xlarge,8,30,ntv,54,36 c5d.large,3,10,ntv,9,2 c5d.metal,15,50,-tm,107,96
    c5d.xlarge,4,15,ntv,18,4 c5n.18xlarge,15,50,ntv,107,72 c5n.2xlarge,4,15,ntv,38,8
    c5n.4xlarge,8,30,ntv,54,16 c5n.9xlarge,8,30,ntv,54,36 c5n.large,3,10,ntv,9,2 c5n.metal,15,50,-tm,107,72
    c5n.xlarge,4,15,ntv,18,4 c6a.12xlarge,8,30,ntv,114,48 c6a.16xlarge,15,50,ntv,107,64
    c6a.24xlarge,15,50,ntv,107,96 c6a.2xlarge,4,15,ntv,38,8 c6a.32xlarge,15,50,ntv,107,128
    c6a.48xlarge,15,50,ntv,107,192 c6a.4xlarge,8,30,ntv,54,16 c6a.8xlarge,8,30,ntv,84,32
    c6a.large,3,10,ntv,9,2 c6a.metal,15,50,-tm,107,192 c6a.xlarge,4,15,ntv,18,4 c6g.12xlarge,8,30,ntv,54,48
    c6g.16xlarge,15,50,ntv,107,64 c6g.2xlarge,4,15,ntv,38,8 c6g.4xlarge,8,30,ntv,54,16
    c6g.8xlarge,8,30,ntv,54,32 c6g.large,3,10,ntv,9,2 c6g.medium,2,4,ntv,4,1 c6g.metal,15,50,-tm,107,64
    c6g.xlarge,4,15,ntv,18,4 c6gd.12xlarge,8,30,ntv,54,48 c6gd.16xlarge,15,50,ntv,107,64
    c6gd.2xlarge,4,15,ntv,38,8 c6gd.4xlarge,8,30,ntv,54,16 c6gd.8xlarge,8,30,ntv,54,32 c6gd.large,3,10,ntv,9,2
    c6gd.medium,2,4,ntv,4,1 c6gd.metal,15,50,-tm,107,64 c6gd.xlarge,4,15,ntv,18,4 c6gn.12xlarge,8,30,ntv,54,48
    c6gn.16xlarge,15,50,ntv,107,64 c6gn.2xlarge,4,15,ntv,38,8 c6gn.4xlarge,8,30,ntv,54,16
    c6gn.8xlarge,8,30,ntv,54,32 c6gn.large,3,10,ntv,9,2 c6gn.medium,2,4,ntv,4,1 c6gn.xlarge,4,15,ntv,18,4
    c6i.12xlarge,8,30,ntv,114,48 c6i.16xlarge,15,50,ntv,107,64 c6i.24xlarge,15,50,ntv,107,96
    c6i.2xlarge,4,15,ntv,38,8 c6i.32xlarge,15,50,ntv,107,128 c6i.4xlarge,8,30,ntv,54,16
    c6i.8xlarge,8,30,ntv,84,32 c6i.large,3,10,ntv,9,2 c6i.metal,15,50,-tm,107,128 c6i.xlarge,4,15,ntv,18,4
    c6id.12xlarge,8,30,ntv,114,48 c6id.16xlarge,15,50,ntv,107,64 c6id.24xlarge,15,50,ntv,107,96
    c6id.2xlarge,4,15,ntv,38,8 c6id.32xlarge,15,50,ntv,107,128 c6id.4xlarge,8,30,ntv,54,16
    c6id.8xlarge,8,30,ntv,84,32 c6id.large,3,10,ntv,9,2 c6id.metal,15,50,-tm,107,128 c6id.xlarge,4,15,ntv,18,4
    c6in.12xlarge,8,30,ntv,114,48 c6in.16xlarge,15,50,ntv,107,64 c6in.24xlarge,15,50,ntv,107,96
    c6in.2xlarge,4,15,ntv,38,8 c6in.32xlarge,8,50,ntv,106,128 c6in.4xlarge,8,30,ntv,54,16
    c6in.8xlarge,8,30,ntv,84,32 c6in.large,3,10,ntv,9,2 c6in.metal,8,50,-tm,106,128 c6in.xlarge,4,15,ntv,18,4
    c7a.12xlarge,8,30,ntv,114,48 c7a.16xlarge,15,50,ntv,107,64 c7a.24xlarge,15,50,ntv,107,96
    c7a.2xlarge,4,15,ntv,38,8 c7a.32xlarge,15,50,ntv,107,128 c7a.48xlarge,15,50,ntv,107,192
    c7a.4xlarge,8,30,ntv,54,16 c7a.8xlarge,8,30,ntv,84,32 c7a.large,3,10,ntv,9,2 c7a.medium,2,4,ntv,4,1
    c7a.metal-48xl,15,50,-tm,107,192 c7a.xlarge,4,15,ntv,18,4 c7g.12xlarge,8,30,ntv,54,48
    c7g.16xlarge,15,50,ntv,107,64 c7g.2xlarge,4,15,ntv,38,8 c7g.4xlarge,8,30,ntv,54,16
    c7g.8xlarge,8,30,ntv,54,32 c7g.large,3,10,ntv,9,2 c7g.medium,2,4,ntv,4,1 c7g.metal,15,50,ntm,107,64
    c7g.xlarge,4,15,ntv,18,4 c7gd.12xlarge,8,30,ntv,54,48 c7gd.16xlarge,15,50,ntv,107,64
    c7gd.2xlarge,4,15,ntv,38,8 c7gd.4xlarge,8,30,ntv,54,16 c7gd.8xlarge,8,30,ntv,54,32 c7gd.large,3,10,ntv,9,2
    c7gd.medium,2,4,ntv,4,1 c7gd.metal,15,50,-tm,107,64 c7gd.xlarge,4,15,ntv,18,4 c7gn.12xlarge,8,30,ntv,54,48
    c7gn.16xlarge,15,50,ntv,107,64 c7gn.2xlarge,4,15,ntv,38,8 c7gn.4xlarge,8,30,ntv,54,16
    c7gn.8xlarge,8,30,ntv,54,32 c7gn.large,3,10,ntv,9,2 c7gn.medium,2,4,ntv,4,1 c7gn.metal,15,50,-tm,107,64
    c7gn.xlarge,4,15,ntv,18,4 c7i-flex.12xlarge,8,30,ntv,114,48 c7i-flex.16xlarge,15,50,ntv,107,64
    c7i-flex.2xlarge,4,15,ntv,18,8 c7i-flex.4xlarge,8,30,ntv,34,16 c7i-flex.8xlarge,8,30,ntv,54,32
    c7i-flex.large,3,10,ntv,3,2 c7i-flex.xlarge,4,15,ntv,8,4 c7i.12xlarge,8,30,ntv,114,48
    c7i.16xlarge,15,50,ntv,107,64 c7i.24xlarge,15,50,ntv,107,96 c7i.2xlarge,4,15,ntv,38,8
    c7i.32xlarge,15,50,n-v,-,128 c7i.48xlarge,15,50,ntv,107,192 c7i.4xlarge,8,30,ntv,54,16
    c7i.8xlarge,8,30,ntv,84,32 c7i.large,3,10,ntv,9,2 c7i.metal-24xl,15,50,-tm,107,96
    c7i.metal-48xl,15,50,-tm,107,192 c7i.xlarge,4,15,ntv,18,4 c8a.12xlarge,12,64,ntv,110,48
    c8a.16xlarge,16,64,ntv,106,64 c8a.24xlarge,16,64,ntv,106,96 c8a.2xlarge,4,40,ntv,38,8
    c8a.48xlarge,24,64,ntv,98,192 c8a.4xlarge,8,40,ntv,54,16 c8a.8xlarge,10,40,ntv,82,32
    c8a.large,3,20,ntv,9,2 c8a.medium,2,4,ntv,4,1 c8a.metal-24xl,16,64,-tm,106,96
    c8a.metal-48xl,24,64,-tm,98,192 c8a.xlarge,4,20,ntv,18,4 c8g.12xlarge,8,30,ntv,54,48
    c8g.16xlarge,15,50,ntv,107,64 c8g.24xlarge,15,50,ntv,107,96 c8g.2xlarge,4,15,ntv,38,8
    c8g.48xlarge,15,50,ntv,107,192 c8g.4xlarge,8,30,ntv,54,16 c8g.8xlarge,8,30,ntv,54,32
    c8g.large,3,10,ntv,9,2 c8g.medium,2,4,ntv,4,1 c8g.metal-24xl,15,50,-tm,107,96
    c8g.metal-48xl,15,50,-tm,107,192 c8g.xlarge,4,15,ntv,18,4 c8gb.12xlarge,12,30,ntv,50,48
    c8gb.16xlarge,16,50,ntv,106,64 c8gb.24xlarge,24,50,ntv,98,96 c8gb.2xlarge,4,15,ntv,38,8
    c8gb.48xlarge,12,50,ntv,98,192 c8gb.4xlarge,8,30,ntv,54,16 c8gb.8xlarge,10,30,ntv,52,32
    c8gb.large,3,10,ntv,9,2 c8gb.medium,2,4,ntv,4,1 c8gb.metal-24xl,24,50,--m,-,96
    c8gb.metal-48xl,12,50,--m,-,192 c8gb.xlarge,4,15,ntv,18,4 c8gd.12xlarge,8,30,ntv,54,48
    c8gd.16xlarge,15,50,ntv,107,64 c8gd.24xlarge,15,50,ntv,107,96 c8gd.2xlarge,4,15,ntv,38,8
    c8gd.48xlarge,15,50,ntv,107,192 c8gd.4xlarge,8,30,ntv,54,16 c8gd.8xlarge,8,30,ntv,54,32
    c8gd.large,3,10,ntv,9,2 c8gd.medium,2,4,ntv,4,1 c8gd.metal-24xl,15,50,-tm,107,96
    c8gd.metal-48xl,15,50,-tm,107,192 c8gd.xlarge,4,15,ntv,18,4 c8gn.12xlarge,12,30,ntv,50,48
    c8gn.16xlarge,16,50,ntv,106,64 c8gn.24xlarge,24,50,ntv,98,96 c8gn.2xlarge,4,15,ntv,38,8
    c8gn.48xlarge,12,50,ntv,98,192 c8gn.4xlarge,8,30,ntv,54,16 c8gn.8xlarge,10,30,ntv,52,32
    c8gn.large,3,10,ntv,9,2 c8gn.medium,2,4,ntv,4,1 c8gn.metal-24xl,24,50,--m,-,96
    c8gn.metal-48xl,12,50,--m,-,192 c8gn.xlarge,4,15,ntv,18,4 c8i-flex.12xlarge,12,50,ntv,110,48
    c8i-flex.16xlarge,16,64,ntv,106,64 c8i-flex.2xlarge,4,30,ntv,18,8 c8i-flex.4xlarge,8,50,ntv,34,16
    c8i-flex.8xlarge,10,50,ntv,52,32 c8i-flex.large,3,20,ntv,3,2 c8i-flex.xlarge,4,30,ntv,8,4
    c8i.12xlarge,12,50,ntv,110,48 c8i.16xlarge,16,64,ntv,106,64 c8i.24xlarge,16,64,ntv,106,96
    c8i.2xlarge,4,30,ntv,38,8 c8i.32xlarge,24,64,ntv,98,128 c8i.48xlarge,24,64,ntv,98,192
    c8i.4xlarge,8,50,ntv,54,16 c8i.8xlarge,10,50,ntv,82,32 c8i.96xlarge,24,64,ntv,98,384
    c8i.large,3,20,ntv,9,2 c8i.metal-48xl,24,64,-tm,98,192 c8i.metal-96xl,24,64,-tm,98,384
    c8i.xlarge,4,30,ntv,18,4 c8ib.12xlarge,12,50,n-v,-,48 c8ib.16xlarge,16,64,n-v,-,64
    c8ib.24xlarge,16,64,n-v,-,96 c8ib.2xlarge,4,30,n-v,-,8 c8ib.32xlarge,16,64,n-v,-,128
    c8ib.48xlarge,24,64,n-v,-,192 c8ib.4xlarge,8,50,n-v,-,16 c8ib.8xlarge,8,50,n-v,-,32
    c8ib.96xlarge,12,64,n-v,-,384 c8ib.large,4,20,n-v,-,2 c8ib.metal-48xl,24,64,--m,-,192
    c8ib.metal-96xl,12,64,--m,-,384 c8ib.xlarge,4,30,n-v,-,4 c8id.12xlarge,12,50,ntv,110,48
    c8id.16xlarge,16,64,ntv,106,64 c8id.24xlarge,16,64,ntv,106,96 c8id.2xlarge,4,30,ntv,38,8
    c8id.32xlarge,24,64,ntv,98,128 c8id.48xlarge,24,64,ntv,98,192 c8id.4xlarge,8,50,ntv,54,16
    c8id.8xlarge,10,50,ntv,82,32 c8id.96xlarge,24,64,ntv,98,384 c8id.large,3,20,ntv,9,2
    c8id.metal-48xl,24,64,-tm,98,192 c8id.metal-96xl,24,64,-tm,98,384 c8id.xlarge,4,30,ntv,18,4
    c8in.12xlarge,12,50,n-v,-,48 c8in.16xlarge,16,64,n-v,-,64 c8in.24xlarge,16,64,n-v,-,96
    c8in.2xlarge,4,30,n-v,-,8 c8in.32xlarge,16,64,n-v,-,128 c8in.48xlarge,24,64,n-v,-,192
    c8in.4xlarge,8,50,n-v,-,16 c8in.8xlarge,8,50,n-v,-,32 c8in.96xlarge,12,64,n-v,-,384
    c8in.large,4,20,n-v,-,2 c8in.metal-48xl,24,64,--m,-,192 c8in.metal-96xl,12,64,--m,-,384
    c8in.xlarge,4,30,n-v,-,4 c8ine.12xlarge,12,50,n-v,-,48 c8ine.2xlarge,4,30,n-v,-,8
    c8ine.4xlarge,8,50,n-v,-,16 c8ine.8xlarge,8,50,n-v,-,32 c8ine.large,4,20,n-v,-,2 c8ine.xlarge,4,30,n-v,-,4
    c9g.12xlarge,12,50,n-v,-,48 c9g.16xlarge,16,64,n-v,-,64 c9g.24xlarge,24,64,n-v,-,96
    c9g.2xlarge,4,30,n-v,-,8 c9g.48xlarge,24,64,n-v,-,192 c9g.4xlarge,8,50,n-v,-,16 c9g.8xlarge,10,50,n-v,-,32
    c9g.large,3,20,n-v,-,2 c9g.medium,2,20,n-v,-,- c9g.metal-48xl,24,64,--m,-,192 c9g.xlarge,4,30,n-v,-,4
    c9gd.12xlarge,12,50,n-v,-,48 c9gd.16xlarge,16,64,n-v,-,64 c9gd.24xlarge,24,64,n-v,-,96
    c9gd.2xlarge,4,30,n-v,-,8 c9gd.48xlarge,24,64,n-v,-,192 c9gd.4xlarge,8,50,n-v,-,16
    c9gd.8xlarge,10,50,n-v,-,32 c9gd.large,3,20,n-v,-,2 c9gd.medium,2,20,n-v,-,-
    c9gd.metal-48xl,24,64,--m,-,192 c9gd.xlarge,4,30,n-v,-,4 cr1.8xlarge,8,30,--v,-,32 d2.2xlarge,4,15,xfv,0,8
    d2.4xlarge,8,30,xfv,0,16 d2.8xlarge,8,30,xfv,0,36 d2.xlarge,4,15,xfv,0,4 d3.2xlarge,4,5,ntv,92,8
    d3.4xlarge,4,10,ntv,118,16 d3.8xlarge,3,20,ntv,119,32 d3.xlarge,4,3,ntv,42,4 d3en.12xlarge,3,30,ntv,119,48
    d3en.2xlarge,4,5,ntv,58,8 d3en.4xlarge,4,10,ntv,118,16 d3en.6xlarge,4,15,ntv,118,24
    d3en.8xlarge,4,20,ntv,118,32 d3en.xlarge,4,3,ntv,24,4 dl1.24xlarge,15,50,ntv,62,96
    dl2q.24xlarge,15,50,ntv,107,96 f1.16xlarge,8,50,xfv,0,64 f1.2xlarge,4,15,xfv,0,8 f1.4xlarge,8,30,xfv,0,16
    f2.12xlarge,8,30,ntv,114,48 f2.48xlarge,15,50,ntv,107,192 f2.6xlarge,8,30,ntv,84,24
    g4ad.16xlarge,8,30,ntv,6,64 g4ad.2xlarge,2,4,ntv,12,8 g4ad.4xlarge,3,10,ntv,11,16
    g4ad.8xlarge,4,15,ntv,10,32 g4ad.xlarge,2,4,ntv,12,4 g4dn.12xlarge,8,30,ntv,54,48
    g4dn.16xlarge,4,15,ntv,118,64 g4dn.2xlarge,3,10,ntv,39,8 g4dn.4xlarge,3,10,ntv,59,16
    g4dn.8xlarge,4,15,ntv,58,32 g4dn.metal,15,50,-tm,107,96 g4dn.xlarge,3,10,ntv,39,4
    g5.12xlarge,15,50,ntv,107,48 g5.16xlarge,8,30,ntv,114,64 g5.24xlarge,15,50,ntv,107,96
    g5.2xlarge,4,15,ntv,17,8 g5.48xlarge,7,50,ntv,115,192 g5.4xlarge,8,30,ntv,34,16 g5.8xlarge,8,30,ntv,84,32
    g5.xlarge,4,15,ntv,4,4 g5g.16xlarge,15,50,ntv,107,64 g5g.2xlarge,4,15,ntv,38,8 g5g.4xlarge,8,30,ntv,54,16
    g5g.8xlarge,8,30,ntv,54,32 g5g.metal,15,50,-tm,107,64 g5g.xlarge,4,15,ntv,18,4 g6.12xlarge,8,30,ntv,114,48
    g6.16xlarge,15,50,ntv,107,64 g6.24xlarge,15,50,ntv,107,96 g6.2xlarge,4,15,ntv,38,8
    g6.48xlarge,15,50,ntv,107,192 g6.4xlarge,8,30,ntv,54,16 g6.8xlarge,8,30,ntv,84,32 g6.xlarge,4,15,ntv,18,4
    g6e.12xlarge,10,30,ntv,112,48 g6e.16xlarge,15,50,ntv,107,64 g6e.24xlarge,10,50,ntv,102,96
    g6e.2xlarge,4,15,ntv,38,8 g6e.48xlarge,10,50,ntv,82,192 g6e.4xlarge,8,30,ntv,54,16
    g6e.8xlarge,8,30,ntv,84,32 g6e.xlarge,4,15,ntv,18,4 g6f.2xlarge,4,15,ntv,38,8 g6f.4xlarge,8,30,ntv,54,16
    g6f.large,2,10,ntv,10,2 g6f.xlarge,4,15,ntv,18,4 g7.12xlarge,12,64,n-v,-,48 g7.24xlarge,24,64,n-v,-,96
    g7.2xlarge,4,64,n-v,-,8 g7.48xlarge,12,64,n-v,-,192 g7.4xlarge,8,64,n-v,-,16 g7.8xlarge,10,64,n-v,-,32
    g7e.12xlarge,10,64,ntv,120,48 g7e.24xlarge,10,64,ntv,120,96 g7e.2xlarge,4,64,ntv,120,8
    g7e.48xlarge,10,64,ntv,120,192 g7e.4xlarge,8,64,ntv,120,16 g7e.8xlarge,8,64,ntv,120,32
    gr6.4xlarge,8,30,ntv,54,16 gr6.8xlarge,8,30,ntv,84,32 gr6f.4xlarge,8,30,ntv,54,16
    h1.16xlarge,8,50,xfv,0,64 h1.2xlarge,4,15,xfv,0,8 h1.4xlarge,8,30,xfv,0,16 h1.8xlarge,8,30,xfv,0,32
    hpc6a.48xlarge,2,50,n-v,-,96 hpc6id.32xlarge,1,50,n-v,-,64 hpc7a.12xlarge,2,50,n-v,-,24
    hpc7a.24xlarge,2,50,n-v,-,48 hpc7a.48xlarge,2,50,n-v,-,96 hpc7a.96xlarge,2,50,n-v,-,192
    hpc7g.16xlarge,4,50,n-v,-,64 hpc7g.4xlarge,4,50,n-v,-,16 hpc7g.8xlarge,4,50,n-v,-,32
    hpc8a.96xlarge,2,50,n-v,-,192 hs1.8xlarge,8,30,--v,-,16 i2.2xlarge,4,15,xfv,0,8 i2.4xlarge,8,30,xfv,0,16
    i2.8xlarge,8,30,xfv,0,32 i2.xlarge,4,15,xfv,0,4 i3.16xlarge,15,50,xfv,0,64 i3.2xlarge,4,15,xfv,0,8
    i3.4xlarge,8,30,xfv,0,16 i3.8xlarge,8,30,xfv,0,32 i3.large,3,10,xfv,0,2 i3.metal,15,50,-tm,120,72
    i3.xlarge,4,15,xfv,0,4 i3en.12xlarge,8,30,ntv,54,48 i3en.24xlarge,15,50,ntv,107,96
    i3en.2xlarge,4,15,ntv,28,8 i3en.3xlarge,4,15,ntv,38,12 i3en.6xlarge,8,30,ntv,54,24 i3en.large,3,10,ntv,5,2
    i3en.metal,15,50,-tm,107,96 i3en.xlarge,4,15,ntv,12,4 i4g.16xlarge,15,50,ntv,107,64
    i4g.2xlarge,4,15,ntv,38,8 i4g.4xlarge,8,30,ntv,54,16 i4g.8xlarge,8,30,ntv,54,32 i4g.large,3,10,ntv,9,2
    i4g.xlarge,4,15,ntv,18,4 i4i.12xlarge,8,30,ntv,112,48 i4i.16xlarge,15,50,ntv,120,64
    i4i.24xlarge,15,30,ntv,105,96 i4i.2xlarge,4,15,ntv,26,8 i4i.32xlarge,15,50,ntv,120,128
    i4i.4xlarge,8,30,ntv,52,16 i4i.8xlarge,8,30,ntv,112,32 i4i.large,3,10,nfv,0,2 i4i.metal,15,50,-tm,120,128
    i4i.xlarge,4,15,ntv,6,4 i7i.12xlarge,8,30,ntv,84,48 i7i.16xlarge,15,50,ntv,107,64
    i7i.24xlarge,15,50,ntv,107,96 i7i.2xlarge,4,15,ntv,38,8 i7i.48xlarge,15,50,ntv,107,192
    i7i.4xlarge,8,30,ntv,54,16 i7i.8xlarge,8,30,ntv,84,32 i7i.large,3,10,ntv,9,2
    i7i.metal-24xl,15,50,-tm,107,96 i7i.metal-48xl,15,50,-tm,107,192 i7i.xlarge,4,15,ntv,18,4
    i7ie.12xlarge,8,50,ntv,54,48 i7ie.18xlarge,15,50,ntv,107,72 i7ie.24xlarge,15,50,ntv,107,96
    i7ie.2xlarge,4,15,ntv,27,8 i7ie.3xlarge,4,15,ntv,27,12 i7ie.48xlarge,15,50,ntv,107,192
    i7ie.6xlarge,8,30,ntv,54,24 i7ie.large,3,10,ntv,19,2 i7ie.metal-24xl,15,50,-tm,107,96
    i7ie.metal-48xl,15,50,-tm,107,192 i7ie.xlarge,4,15,ntv,27,4 i8g.12xlarge,8,30,ntv,54,48
    i8g.16xlarge,15,50,ntv,107,64 i8g.24xlarge,15,50,ntv,107,96 i8g.2xlarge,4,15,ntv,38,8
    i8g.48xlarge,15,50,ntv,107,192 i8g.4xlarge,8,30,ntv,54,16 i8g.8xlarge,8,30,ntv,54,32
    i8g.large,3,10,ntv,9,2 i8g.metal-24xl,15,50,-tm,107,96 i8g.metal-48xl,15,50,-tm,107,192
    i8g.xlarge,4,15,ntv,18,4 i8ge.12xlarge,12,30,ntv,50,48 i8ge.18xlarge,16,50,ntv,106,72
    i8ge.24xlarge,16,50,ntv,106,96 i8ge.2xlarge,4,15,ntv,27,8 i8ge.3xlarge,6,30,ntv,25,12
    i8ge.48xlarge,24,50,ntv,98,192 i8ge.6xlarge,10,30,ntv,52,24 i8ge.large,3,10,ntv,19,2
    i8ge.metal-24xl,16,50,-tm,106,96 i8ge.metal-48xl,24,50,-tm,98,192 i8ge.xlarge,4,15,ntv,27,4
    im4gn.16xlarge,15,50,ntv,107,64 im4gn.2xlarge,4,15,ntv,38,8 im4gn.4xlarge,8,30,ntv,54,16
    im4gn.8xlarge,8,30,ntv,54,32 im4gn.large,3,10,ntv,9,2 im4gn.xlarge,4,15,ntv,18,4
    inf1.24xlarge,11,30,ntv,111,96 inf1.2xlarge,4,10,ntv,38,8 inf1.6xlarge,8,30,ntv,54,24
    inf1.xlarge,4,10,ntv,38,4 inf2.24xlarge,15,50,ntv,107,96 inf2.48xlarge,15,50,ntv,107,192
    inf2.8xlarge,8,30,ntv,84,32 inf2.xlarge,4,15,ntv,18,4 is4gen.2xlarge,4,15,ntv,38,8
    is4gen.4xlarge,8,30,ntv,54,16 is4gen.8xlarge,8,30,ntv,54,32 is4gen.large,3,10,ntv,9,2
    is4gen.medium,2,4,ntv,4,1 is4gen.xlarge,4,15,ntv,18,4 m1.large,3,10,xfv,0,2 m1.medium,2,6,xfv,0,1
    m1.small,2,4,xfv,0,1 m1.xlarge,4,15,xfv,0,4 m2.2xlarge,4,30,xfv,0,4 m2.4xlarge,8,30,xfv,0,8
    m2.xlarge,4,15,xfv,0,2 m3.2xlarge,4,30,xfv,0,8 m3.large,3,10,xfv,0,2 m3.medium,2,6,xfv,0,1
    m3.xlarge,4,15,xfv,0,4 m4.10xlarge,8,30,xfv,0,40 m4.16xlarge,8,30,xfv,0,64 m4.2xlarge,4,15,xfv,0,8
    m4.4xlarge,8,30,xfv,0,16 m4.large,2,10,xfv,0,2 m4.xlarge,4,15,xfv,0,4 m5.12xlarge,8,30,ntv,54,48
    m5.16xlarge,15,50,ntv,107,64 m5.24xlarge,15,50,ntv,107,96 m5.2xlarge,4,15,ntv,38,8
    m5.4xlarge,8,30,ntv,54,16 m5.8xlarge,8,30,ntv,54,32 m5.large,3,10,ntv,9,2 m5.metal,15,50,-tm,120,96
    m5.xlarge,4,15,ntv,18,4 m5a.12xlarge,8,30,ntv,54,48 m5a.16xlarge,15,50,ntv,107,64
    m5a.24xlarge,15,50,ntv,107,96 m5a.2xlarge,4,15,ntv,38,8 m5a.4xlarge,8,30,ntv,54,16
    m5a.8xlarge,8,30,ntv,54,32 m5a.large,3,10,ntv,9,2 m5a.xlarge,4,15,ntv,18,4 m5ad.12xlarge,8,30,ntv,54,48
    m5ad.16xlarge,15,50,ntv,107,64 m5ad.24xlarge,15,50,ntv,107,96 m5ad.2xlarge,4,15,ntv,38,8
    m5ad.4xlarge,8,30,ntv,54,16 m5ad.8xlarge,8,30,ntv,54,32 m5ad.large,3,10,ntv,9,2 m5ad.xlarge,4,15,ntv,18,4
    m5d.12xlarge,8,30,ntv,54,48 m5d.16xlarge,15,50,ntv,107,64 m5d.24xlarge,15,50,ntv,107,96
    m5d.2xlarge,4,15,ntv,38,8 m5d.4xlarge,8,30,ntv,54,16 m5d.8xlarge,8,30,ntv,54,32 m5d.large,3,10,ntv,9,2
    m5d.metal,15,50,-tm,107,96 m5d.xlarge,4,15,ntv,18,4 m5dn.12xlarge,8,30,ntv,54,48
    m5dn.16xlarge,15,50,ntv,107,64 m5dn.24xlarge,15,50,ntv,107,96 m5dn.2xlarge,4,15,ntv,38,8
    m5dn.4xlarge,8,30,ntv,54,16 m5dn.8xlarge,8,30,ntv,54,32 m5dn.large,3,10,ntv,9,2
    m5dn.metal,15,50,-tm,107,96 m5dn.xlarge,4,15,ntv,18,4 m5n.12xlarge,8,30,ntv,54,48
    m5n.16xlarge,15,50,ntv,107,64 m5n.24xlarge,15,50,ntv,107,96 m5n.2xlarge,4,15,ntv,38,8
    m5n.4xlarge,8,30,ntv,54,16 m5n.8xlarge,8,30,ntv,54,32 m5n.large,3,10,ntv,9,2 m5n.metal,15,50,-tm,107,96
    m5n.xlarge,4,15,ntv,18,4 m5zn.12xlarge,15,50,ntv,107,48 m5zn.2xlarge,4,15,ntv,62,8
    m5zn.3xlarge,8,30,ntv,92,12 m5zn.6xlarge,8,30,ntv,114,24 m5zn.large,3,10,ntv,13,2
    m5zn.metal,15,50,-tm,107,48 m5zn.xlarge,4,15,ntv,29,4 m6a.12xlarge,8,30,ntv,114,48
    m6a.16xlarge,15,50,ntv,107,64 m6a.24xlarge,15,50,ntv,107,96 m6a.2xlarge,4,15,ntv,38,8
    m6a.32xlarge,15,50,ntv,107,128 m6a.48xlarge,15,50,ntv,107,192 m6a.4xlarge,8,30,ntv,54,16
    m6a.8xlarge,8,30,ntv,84,32 m6a.large,3,10,ntv,9,2 m6a.metal,15,50,-tm,107,192 m6a.xlarge,4,15,ntv,18,4
    m6g.12xlarge,8,30,ntv,54,48 m6g.16xlarge,15,50,ntv,107,64 m6g.2xlarge,4,15,ntv,38,8
    m6g.4xlarge,8,30,ntv,54,16 m6g.8xlarge,8,30,ntv,54,32 m6g.large,3,10,ntv,9,2 m6g.medium,2,4,ntv,4,1
    m6g.metal,15,50,-tm,107,64 m6g.xlarge,4,15,ntv,18,4 m6gd.12xlarge,8,30,ntv,54,48
    m6gd.16xlarge,15,50,ntv,107,64 m6gd.2xlarge,4,15,ntv,38,8 m6gd.4xlarge,8,30,ntv,54,16
    m6gd.8xlarge,8,30,ntv,54,32 m6gd.large,3,10,ntv,9,2 m6gd.medium,2,4,ntv,4,1 m6gd.metal,15,50,-tm,107,64
    m6gd.xlarge,4,15,ntv,18,4 m6i.12xlarge,8,30,ntv,114,48 m6i.16xlarge,15,50,ntv,107,64
    m6i.24xlarge,15,50,ntv,107,96 m6i.2xlarge,4,15,ntv,38,8 m6i.32xlarge,15,50,ntv,107,128
    m6i.4xlarge,8,30,ntv,54,16 m6i.8xlarge,8,30,ntv,84,32 m6i.large,3,10,ntv,9,2 m6i.metal,15,50,-tm,107,128
    m6i.xlarge,4,15,ntv,18,4 m6id.12xlarge,8,30,ntv,114,48 m6id.16xlarge,15,50,ntv,107,64
    m6id.24xlarge,15,50,ntv,107,96 m6id.2xlarge,4,15,ntv,38,8 m6id.32xlarge,15,50,ntv,107,128
    m6id.4xlarge,8,30,ntv,54,16 m6id.8xlarge,8,30,ntv,84,32 m6id.large,3,10,ntv,9,2
    m6id.metal,15,50,-tm,107,128 m6id.xlarge,4,15,ntv,18,4 m6idn.12xlarge,8,30,ntv,114,48
    m6idn.16xlarge,15,50,ntv,107,64 m6idn.24xlarge,15,50,ntv,107,96 m6idn.2xlarge,4,15,ntv,38,8
    m6idn.32xlarge,8,50,ntv,106,128 m6idn.4xlarge,8,30,ntv,54,16 m6idn.8xlarge,8,30,ntv,84,32
    m6idn.large,3,10,ntv,9,2 m6idn.metal,8,50,-tm,106,128 m6idn.xlarge,4,15,ntv,18,4
    m6in.12xlarge,8,30,ntv,114,48 m6in.16xlarge,15,50,ntv,107,64 m6in.24xlarge,15,50,ntv,107,96
    m6in.2xlarge,4,15,ntv,38,8 m6in.32xlarge,8,50,ntv,106,128 m6in.4xlarge,8,30,ntv,54,16
    m6in.8xlarge,8,30,ntv,84,32 m6in.large,3,10,ntv,9,2 m6in.metal,8,50,-tm,106,128 m6in.xlarge,4,15,ntv,18,4
    m7a.12xlarge,8,30,ntv,114,48 m7a.16xlarge,15,50,ntv,107,64 m7a.24xlarge,15,50,ntv,107,96
    m7a.2xlarge,4,15,ntv,38,8 m7a.32xlarge,15,50,ntv,107,128 m7a.48xlarge,15,50,ntv,107,192
    m7a.4xlarge,8,30,ntv,54,16 m7a.8xlarge,8,30,ntv,84,32 m7a.large,3,10,ntv,9,2 m7a.medium,2,4,ntv,4,1
    m7a.metal-48xl,15,50,-tm,107,192 m7a.xlarge,4,15,ntv,18,4 m7g.12xlarge,8,30,ntv,54,48
    m7g.16xlarge,15,50,ntv,107,64 m7g.2xlarge,4,15,ntv,38,8 m7g.4xlarge,8,30,ntv,54,16
    m7g.8xlarge,8,30,ntv,54,32 m7g.large,3,10,ntv,9,2 m7g.medium,2,4,ntv,4,1 m7g.metal,15,50,-tm,107,64
    m7g.xlarge,4,15,ntv,18,4 m7gd.12xlarge,8,30,ntv,54,48 m7gd.16xlarge,15,50,ntv,107,64
    m7gd.2xlarge,4,15,ntv,38,8 m7gd.4xlarge,8,30,ntv,54,16 m7gd.8xlarge,8,30,ntv,54,32 m7gd.large,3,10,ntv,9,2
    m7gd.medium,2,4,ntv,4,1 m7gd.metal,15,50,-tm,107,64 m7gd.xlarge,4,15,ntv,18,4
    m7i-flex.12xlarge,8,30,ntv,114,48 m7i-flex.16xlarge,15,50,ntv,107,64 m7i-flex.2xlarge,4,15,ntv,18,8
    m7i-flex.4xlarge,8,30,ntv,34,16 m7i-flex.8xlarge,8,30,ntv,54,32 m7i-flex.large,3,10,ntv,3,2
    m7i-flex.xlarge,4,15,ntv,8,4 m7i.12xlarge,8,30,ntv,114,48 m7i.16xlarge,15,50,ntv,107,64
    m7i.24xlarge,15,50,ntv,107,96 m7i.2xlarge,4,15,ntv,38,8 m7i.48xlarge,15,50,ntv,107,192
    m7i.4xlarge,8,30,ntv,54,16 m7i.8xlarge,8,30,ntv,84,32 m7i.large,3,10,ntv,9,2
    m7i.metal-24xl,15,50,-tm,107,96 m7i.metal-48xl,15,50,-tm,107,192 m7i.xlarge,4,15,ntv,18,4
    m8a.12xlarge,12,64,ntv,110,48 m8a.16xlarge,16,64,ntv,106,64 m8a.24xlarge,16,64,ntv,106,96
    m8a.2xlarge,4,40,ntv,38,8 m8a.48xlarge,24,64,ntv,98,192 m8a.4xlarge,8,40,ntv,54,16
    m8a.8xlarge,10,40,ntv,82,32 m8a.large,3,20,ntv,9,2 m8a.medium,2,4,ntv,4,1 m8a.metal-24xl,16,64,-tm,106,96
    m8a.metal-48xl,24,64,-tm,98,192 m8a.xlarge,4,20,ntv,18,4 m8azn.12xlarge,16,64,ntv,106,48
    m8azn.24xlarge,16,64,ntv,106,96 m8azn.3xlarge,8,40,ntv,34,12 m8azn.6xlarge,8,40,ntv,54,24
    m8azn.large,4,20,ntv,8,2 m8azn.medium,3,4,ntv,3,1 m8azn.metal-12xl,16,64,-tm,106,48
    m8azn.metal-24xl,16,64,-tm,106,96 m8azn.xlarge,4,20,ntv,18,4 m8g.12xlarge,8,30,ntv,54,48
    m8g.16xlarge,15,50,ntv,107,64 m8g.24xlarge,15,50,ntv,107,96 m8g.2xlarge,4,15,ntv,38,8
    m8g.48xlarge,15,50,ntv,107,192 m8g.4xlarge,8,30,ntv,54,16 m8g.8xlarge,8,30,ntv,54,32
    m8g.large,3,10,ntv,9,2 m8g.medium,2,4,ntv,4,1 m8g.metal-24xl,15,50,-tm,107,96
    m8g.metal-48xl,15,50,-tm,107,192 m8g.xlarge,4,15,ntv,18,4 m8gb.12xlarge,12,30,ntv,50,48
    m8gb.16xlarge,16,50,ntv,106,64 m8gb.24xlarge,24,50,ntv,98,96 m8gb.2xlarge,4,15,ntv,38,8
    m8gb.48xlarge,12,50,ntv,98,192 m8gb.4xlarge,8,30,ntv,54,16 m8gb.8xlarge,10,30,ntv,52,32
    m8gb.large,3,10,ntv,9,2 m8gb.medium,2,4,ntv,4,1 m8gb.metal-24xl,24,50,--m,-,96
    m8gb.metal-48xl,12,50,--m,-,192 m8gb.xlarge,4,15,ntv,18,4 m8gd.12xlarge,8,30,ntv,54,48
    m8gd.16xlarge,15,50,ntv,107,64 m8gd.24xlarge,15,50,ntv,107,96 m8gd.2xlarge,4,15,ntv,38,8
    m8gd.48xlarge,15,50,ntv,107,192 m8gd.4xlarge,8,30,ntv,54,16 m8gd.8xlarge,8,30,ntv,54,32
    m8gd.large,3,10,ntv,9,2 m8gd.medium,2,4,ntv,4,1 m8gd.metal-24xl,15,50,-tm,107,96
    m8gd.metal-48xl,15,50,-tm,107,192 m8gd.xlarge,4,15,ntv,18,4 m8gn.12xlarge,12,30,ntv,50,48
    m8gn.16xlarge,16,50,ntv,106,64 m8gn.24xlarge,24,50,ntv,98,96 m8gn.2xlarge,4,15,ntv,38,8
    m8gn.48xlarge,12,50,ntv,98,192 m8gn.4xlarge,8,30,ntv,54,16 m8gn.8xlarge,10,30,ntv,52,32
    m8gn.large,3,10,ntv,9,2 m8gn.medium,2,4,ntv,4,1 m8gn.metal-24xl,24,50,--m,-,96
    m8gn.metal-48xl,12,50,--m,-,192 m8gn.xlarge,4,15,ntv,18,4 m8i-flex.12xlarge,12,50,ntv,110,48
    m8i-flex.16xlarge,16,64,ntv,106,64 m8i-flex.2xlarge,4,30,ntv,18,8 m8i-flex.4xlarge,8,50,ntv,34,16
    m8i-flex.8xlarge,10,50,ntv,52,32 m8i-flex.large,3,20,ntv,3,2 m8i-flex.xlarge,4,30,ntv,8,4
    m8i.12xlarge,12,50,ntv,110,48 m8i.16xlarge,16,64,ntv,106,64 m8i.24xlarge,16,64,ntv,106,96
    m8i.2xlarge,4,30,ntv,38,8 m8i.32xlarge,24,64,ntv,98,128 m8i.48xlarge,24,64,ntv,98,192
    m8i.4xlarge,8,50,ntv,54,16 m8i.8xlarge,10,50,ntv,82,32 m8i.96xlarge,24,64,ntv,98,384
    m8i.large,3,20,ntv,9,2 m8i.metal-48xl,24,64,-tm,98,192 m8i.metal-96xl,24,64,-tm,98,384
    m8i.xlarge,4,30,ntv,18,4 m8ib.12xlarge,12,50,n-v,-,48 m8ib.16xlarge,16,64,n-v,-,64
    m8ib.24xlarge,16,64,n-v,-,96 m8ib.2xlarge,4,30,n-v,-,8 m8ib.32xlarge,16,64,n-v,-,128
    m8ib.48xlarge,24,64,n-v,-,192 m8ib.4xlarge,8,50,n-v,-,16 m8ib.8xlarge,8,50,n-v,-,32
    m8ib.96xlarge,12,64,n-v,-,384 m8ib.large,4,20,n-v,-,2 m8ib.metal-48xl,24,64,--m,-,192
    m8ib.metal-96xl,12,64,--m,-,384 m8ib.xlarge,4,30,n-v,-,4 m8id.12xlarge,12,50,ntv,110,48
    m8id.16xlarge,16,64,ntv,106,64 m8id.24xlarge,16,64,ntv,106,96 m8id.2xlarge,4,30,ntv,38,8
    m8id.32xlarge,24,64,ntv,98,128 m8id.48xlarge,24,64,ntv,98,192 m8id.4xlarge,8,50,ntv,54,16
    m8id.8xlarge,10,50,ntv,82,32 m8id.96xlarge,24,64,ntv,98,384 m8id.large,3,20,ntv,9,2
    m8id.metal-48xl,24,64,-tm,98,192 m8id.metal-96xl,24,64,-tm,98,384 m8id.xlarge,4,30,ntv,18,4
    m8idb.12xlarge,12,50,n-v,-,48 m8idb.16xlarge,16,64,n-v,-,64 m8idb.24xlarge,16,64,n-v,-,96
    m8idb.2xlarge,4,30,n-v,-,8 m8idb.32xlarge,16,64,n-v,-,128 m8idb.48xlarge,24,64,n-v,-,192
    m8idb.4xlarge,8,50,n-v,-,16 m8idb.8xlarge,8,50,n-v,-,32 m8idb.96xlarge,12,64,n-v,-,384
    m8idb.large,4,20,n-v,-,2 m8idb.metal-48xl,24,64,--m,-,192 m8idb.metal-96xl,12,64,--m,-,384
    m8idb.xlarge,4,30,n-v,-,4 m8idn.12xlarge,12,50,n-v,-,48 m8idn.16xlarge,16,64,n-v,-,64
    m8idn.24xlarge,16,64,n-v,-,96 m8idn.2xlarge,4,30,n-v,-,8 m8idn.32xlarge,16,64,n-v,-,128
    m8idn.48xlarge,24,64,n-v,-,192 m8idn.4xlarge,8,50,n-v,-,16 m8idn.8xlarge,8,50,n-v,-,32
    m8idn.96xlarge,12,64,n-v,-,384 m8idn.large,4,20,n-v,-,2 m8idn.metal-48xl,24,64,--m,-,192
    m8idn.metal-96xl,12,64,--m,-,384 m8idn.xlarge,4,30,n-v,-,4 m8in.12xlarge,12,50,n-v,-,48
    m8in.16xlarge,16,64,n-v,-,64 m8in.24xlarge,16,64,n-v,-,96 m8in.2xlarge,4,30,n-v,-,8
    m8in.32xlarge,16,64,n-v,-,128 m8in.48xlarge,24,64,n-v,-,192 m8in.4xlarge,8,50,n-v,-,16
    m8in.8xlarge,8,50,n-v,-,32 m8in.96xlarge,12,64,n-v,-,384 m8in.large,4,20,n-v,-,2
    m8in.metal-48xl,24,64,--m,-,192 m8in.metal-96xl,12,64,--m,-,384 m8in.xlarge,4,30,n-v,-,4
    m8ine.12xlarge,12,50,n-v,-,48 m8ine.2xlarge,4,30,n-v,-,8 m8ine.4xlarge,8,50,n-v,-,16
    m8ine.8xlarge,8,50,n-v,-,32 m8ine.large,4,20,n-v,-,2 m8ine.xlarge,4,30,n-v,-,4 m9g.12xlarge,12,50,n-v,-,48
    m9g.16xlarge,16,64,n-v,-,64 m9g.24xlarge,24,64,n-v,-,96 m9g.2xlarge,4,30,n-v,-,8
    m9g.48xlarge,24,64,n-v,-,192 m9g.4xlarge,8,50,n-v,-,16 m9g.8xlarge,10,50,n-v,-,32 m9g.large,3,20,n-v,-,2
    m9g.medium,2,20,n-v,-,- m9g.metal-48xl,24,64,--m,-,192 m9g.xlarge,4,30,n-v,-,4
    m9gd.12xlarge,12,50,n-v,-,48 m9gd.16xlarge,16,64,n-v,-,64 m9gd.24xlarge,24,64,n-v,-,96
    m9gd.2xlarge,4,30,n-v,-,8 m9gd.48xlarge,24,64,n-v,-,192 m9gd.4xlarge,8,50,n-v,-,16
    m9gd.8xlarge,10,50,n-v,-,32 m9gd.large,3,20,n-v,-,2 m9gd.medium,2,20,n-v,-,-
    m9gd.metal-48xl,24,64,--m,-,192 m9gd.xlarge,4,30,n-v,-,4 mac-m3ultra.metal,8,30,--m,-,-
    mac-m4.metal,8,30,-tm,6,10 mac-m4max.metal,8,30,-tm,6,16 mac-m4pro.metal,8,30,-tm,6,14
    mac1.metal,8,30,-tm,6,12 mac2-m1ultra.metal,8,30,-tm,6,20 mac2-m2.metal,8,30,-tm,6,8
    mac2-m2pro.metal,8,30,-tm,6,12 mac2.metal,8,30,-tm,6,8 p3.16xlarge,8,30,xfv,0,64 p3.2xlarge,4,15,xfv,0,8
    p3.8xlarge,8,30,xfv,0,32 p3dn.24xlarge,15,50,ntv,107,96 p4d.24xlarge,15,50,ntv,62,96
    p4de.24xlarge,15,50,ntv,62,96 p5.48xlarge,2,50,ntv,120,192 p5.4xlarge,4,30,ntv,58,16
    p5e.48xlarge,2,50,ntv,120,192 p5en.48xlarge,4,50,ntv,120,192 p6-b200.48xlarge,4,50,ntv,120,192
    p6-b300.48xlarge,4,50,ntv,120,192 r3.2xlarge,4,15,xfv,0,8 r3.4xlarge,8,30,xfv,0,16
    r3.8xlarge,8,30,xfv,0,32 r3.large,3,10,xfv,0,2 r3.xlarge,4,15,xfv,0,4 r4.16xlarge,15,50,xfv,0,64
    r4.2xlarge,4,15,xfv,0,8 r4.4xlarge,8,30,xfv,0,16 r4.8xlarge,8,30,xfv,0,32 r4.large,3,10,xfv,0,2
    r4.xlarge,4,15,xfv,0,4 r5.12xlarge,8,30,ntv,54,48 r5.16xlarge,15,50,ntv,107,64
    r5.24xlarge,15,50,ntv,107,96 r5.2xlarge,4,15,ntv,38,8 r5.4xlarge,8,30,ntv,54,16 r5.8xlarge,8,30,ntv,54,32
    r5.large,3,10,ntv,9,2 r5.metal,15,50,-tm,120,96 r5.xlarge,4,15,ntv,18,4 r5a.12xlarge,8,30,ntv,54,48
    r5a.16xlarge,15,50,ntv,107,64 r5a.24xlarge,15,50,ntv,107,96 r5a.2xlarge,4,15,ntv,38,8
    r5a.4xlarge,8,30,ntv,54,16 r5a.8xlarge,8,30,ntv,54,32 r5a.large,3,10,ntv,9,2 r5a.xlarge,4,15,ntv,18,4
    r5ad.12xlarge,8,30,ntv,54,48 r5ad.16xlarge,15,50,ntv,107,64 r5ad.24xlarge,15,50,ntv,107,96
    r5ad.2xlarge,4,15,ntv,38,8 r5ad.4xlarge,8,30,ntv,54,16 r5ad.8xlarge,8,30,ntv,54,32 r5ad.large,3,10,ntv,9,2
    r5ad.xlarge,4,15,ntv,18,4 r5b.12xlarge,8,30,ntv,54,48 r5b.16xlarge,15,50,ntv,107,64
    r5b.24xlarge,15,50,ntv,107,96 r5b.2xlarge,4,15,ntv,38,8 r5b.4xlarge,8,30,ntv,54,16
    r5b.8xlarge,8,30,ntv,54,32 r5b.large,3,10,ntv,9,2 r5b.metal,15,50,-tm,107,96 r5b.xlarge,4,15,ntv,18,4
    r5d.12xlarge,8,30,ntv,54,48 r5d.16xlarge,15,50,ntv,107,64 r5d.24xlarge,15,50,ntv,107,96
    r5d.2xlarge,4,15,ntv,38,8 r5d.4xlarge,8,30,ntv,54,16 r5d.8xlarge,8,30,ntv,54,32 r5d.large,3,10,ntv,9,2
    r5d.metal,15,50,-tm,107,96 r5d.xlarge,4,15,ntv,18,4 r5dn.12xlarge,8,30,ntv,54,48
    r5dn.16xlarge,15,50,ntv,107,64 r5dn.24xlarge,15,50,ntv,107,96 r5dn.2xlarge,4,15,ntv,38,8
    r5dn.4xlarge,8,30,ntv,54,16 r5dn.8xlarge,8,30,ntv,54,32 r5dn.large,3,10,ntv,9,2
    r5dn.metal,15,50,-tm,107,96 r5dn.xlarge,4,15,ntv,18,4 r5n.12xlarge,8,30,ntv,54,48
    r5n.16xlarge,15,50,ntv,107,64 r5n.24xlarge,15,50,ntv,107,96 r5n.2xlarge,4,15,ntv,38,8
    r5n.4xlarge,8,30,ntv,54,16 r5n.8xlarge,8,30,ntv,54,32 r5n.large,3,10,ntv,9,2 r5n.metal,15,50,-tm,107,96
    r5n.xlarge,4,15,ntv,18,4 r6a.12xlarge,8,30,ntv,114,48 r6a.16xlarge,15,50,ntv,107,64
    r6a.24xlarge,15,50,ntv,107,96 r6a.2xlarge,4,15,ntv,38,8 r6a.32xlarge,15,50,ntv,107,128
    r6a.48xlarge,15,50,ntv,107,192 r6a.4xlarge,8,30,ntv,54,16 r6a.8xlarge,8,30,ntv,84,32
    r6a.large,3,10,ntv,9,2 r6a.metal,15,50,-tm,107,192 r6a.xlarge,4,15,ntv,18,4 r6g.12xlarge,8,30,ntv,54,48
    r6g.16xlarge,15,50,ntv,107,64 r6g.2xlarge,4,15,ntv,38,8 r6g.4xlarge,8,30,ntv,54,16
    r6g.8xlarge,8,30,ntv,54,32 r6g.large,3,10,ntv,9,2 r6g.medium,2,4,ntv,4,1 r6g.metal,15,50,-tm,107,64
    r6g.xlarge,4,15,ntv,18,4 r6gd.12xlarge,8,30,ntv,54,48 r6gd.16xlarge,15,50,ntv,107,64
    r6gd.2xlarge,4,15,ntv,38,8 r6gd.4xlarge,8,30,ntv,54,16 r6gd.8xlarge,8,30,ntv,54,32 r6gd.large,3,10,ntv,9,2
    r6gd.medium,2,4,ntv,4,1 r6gd.metal,15,50,-tm,107,64 r6gd.xlarge,4,15,ntv,18,4 r6i.12xlarge,8,30,ntv,114,48
    r6i.16xlarge,15,50,ntv,107,64 r6i.24xlarge,15,50,ntv,107,96 r6i.2xlarge,4,15,ntv,38,8
    r6i.32xlarge,15,50,ntv,107,128 r6i.4xlarge,8,30,ntv,54,16 r6i.8xlarge,8,30,ntv,84,32
    r6i.large,3,10,ntv,9,2 r6i.metal,15,50,-tm,107,128 r6i.xlarge,4,15,ntv,18,4 r6id.12xlarge,8,30,ntv,114,48
    r6id.16xlarge,15,50,ntv,107,64 r6id.24xlarge,15,50,ntv,107,96 r6id.2xlarge,4,15,ntv,38,8
    r6id.32xlarge,15,50,ntv,107,128 r6id.4xlarge,8,30,ntv,54,16 r6id.8xlarge,8,30,ntv,84,32
    r6id.large,3,10,ntv,9,2 r6id.metal,15,50,-tm,107,128 r6id.xlarge,4,15,ntv,18,4
    r6idn.12xlarge,8,30,ntv,114,48 r6idn.16xlarge,15,50,ntv,107,64 r6idn.24xlarge,15,50,ntv,107,96
    r6idn.2xlarge,4,15,ntv,38,8 r6idn.32xlarge,8,50,ntv,106,128 r6idn.4xlarge,8,30,ntv,54,16
    r6idn.8xlarge,8,30,ntv,84,32 r6idn.large,3,10,ntv,9,2 r6idn.metal,8,50,-tm,106,128
    r6idn.xlarge,4,15,ntv,18,4 r6in.12xlarge,8,30,ntv,114,48 r6in.16xlarge,15,50,ntv,107,64
    r6in.24xlarge,15,50,ntv,107,96 r6in.2xlarge,4,15,ntv,38,8 r6in.32xlarge,8,50,ntv,106,128
    r6in.4xlarge,8,30,ntv,54,16 r6in.8xlarge,8,30,ntv,84,32 r6in.large,3,10,ntv,9,2
    r6in.metal,8,50,-tm,106,128 r6in.xlarge,4,15,ntv,18,4 r7a.12xlarge,8,30,ntv,114,48
    r7a.16xlarge,15,50,ntv,107,64 r7a.24xlarge,15,50,ntv,107,96 r7a.2xlarge,4,15,ntv,38,8
    r7a.32xlarge,15,50,ntv,107,128 r7a.48xlarge,15,50,ntv,107,192 r7a.4xlarge,8,30,ntv,54,16
    r7a.8xlarge,8,30,ntv,84,32 r7a.large,3,10,ntv,9,2 r7a.medium,2,4,ntv,4,1 r7a.metal-48xl,15,50,-tm,107,192
    r7a.xlarge,4,15,ntv,18,4 r7g.12xlarge,8,30,ntv,54,48 r7g.16xlarge,15,50,ntv,107,64
    r7g.2xlarge,4,15,ntv,38,8 r7g.4xlarge,8,30,ntv,54,16 r7g.8xlarge,8,30,ntv,54,32 r7g.large,3,10,ntv,9,2
    r7g.medium,2,4,ntv,4,1 r7g.metal,15,50,-tm,107,64 r7g.xlarge,4,15,ntv,18,4 r7gd.12xlarge,8,30,ntv,54,48
    r7gd.16xlarge,15,50,ntv,107,64 r7gd.2xlarge,4,15,ntv,38,8 r7gd.4xlarge,8,30,ntv,54,16
    r7gd.8xlarge,8,30,ntv,54,32 r7gd.large,3,10,ntv,9,2 r7gd.medium,2,4,ntv,4,1 r7gd.metal,15,50,-tm,107,64
    r7gd.xlarge,4,15,ntv,18,4 r7i.12xlarge,8,30,ntv,114,48 r7i.16xlarge,15,50,ntv,107,64
    r7i.24xlarge,15,50,ntv,107,96 r7i.2xlarge,4,15,ntv,38,8 r7i.48xlarge,15,50,ntv,107,192
    r7i.4xlarge,8,30,ntv,54,16 r7i.8xlarge,8,30,ntv,84,32 r7i.large,3,10,ntv,9,2
    r7i.metal-24xl,15,50,-tm,107,96 r7i.metal-48xl,15,50,-tm,107,192 r7i.xlarge,4,15,ntv,18,4
    r7iz.12xlarge,8,30,ntv,114,48 r7iz.16xlarge,15,50,ntv,107,64 r7iz.2xlarge,4,15,ntv,38,8
    r7iz.32xlarge,15,50,ntv,107,128 r7iz.4xlarge,8,30,ntv,54,16 r7iz.8xlarge,8,30,ntv,84,32
    r7iz.large,3,10,ntv,9,2 r7iz.metal-16xl,15,50,-tm,107,64 r7iz.metal-32xl,15,50,-tm,107,128
    r7iz.xlarge,4,15,ntv,18,4 r8a.12xlarge,12,64,ntv,110,48 r8a.16xlarge,16,64,ntv,106,64
    r8a.24xlarge,16,64,ntv,106,96 r8a.2xlarge,4,40,ntv,38,8 r8a.48xlarge,24,64,ntv,98,192
    r8a.4xlarge,8,40,ntv,54,16 r8a.8xlarge,10,40,ntv,82,32 r8a.large,3,20,ntv,9,2 r8a.medium,2,4,ntv,4,1
    r8a.metal-24xl,16,64,-tm,106,96 r8a.metal-48xl,24,64,-tm,98,192 r8a.xlarge,4,20,ntv,18,4
    r8g.12xlarge,8,30,ntv,54,48 r8g.16xlarge,15,50,ntv,107,64 r8g.24xlarge,15,50,ntv,107,96
    r8g.2xlarge,4,15,ntv,38,8 r8g.48xlarge,15,50,ntv,107,192 r8g.4xlarge,8,30,ntv,54,16
    r8g.8xlarge,8,30,ntv,54,32 r8g.large,3,10,ntv,9,2 r8g.medium,2,4,ntv,4,1 r8g.metal-24xl,15,50,-tm,107,96
    r8g.metal-48xl,15,50,-tm,107,192 r8g.xlarge,4,15,ntv,18,4 r8gb.12xlarge,12,30,ntv,50,48
    r8gb.16xlarge,16,50,ntv,106,64 r8gb.24xlarge,24,50,ntv,98,96 r8gb.2xlarge,4,15,ntv,38,8
    r8gb.48xlarge,12,50,ntv,98,192 r8gb.4xlarge,8,30,ntv,54,16 r8gb.8xlarge,10,30,ntv,52,32
    r8gb.large,3,10,ntv,9,2 r8gb.medium,2,4,ntv,4,1 r8gb.metal-24xl,24,50,--m,-,96
    r8gb.metal-48xl,12,50,--m,-,192 r8gb.xlarge,4,15,ntv,18,4 r8gd.12xlarge,8,30,ntv,54,48
    r8gd.16xlarge,15,50,ntv,107,64 r8gd.24xlarge,15,50,ntv,107,96 r8gd.2xlarge,4,15,ntv,38,8
    r8gd.48xlarge,15,50,ntv,107,192 r8gd.4xlarge,8,30,ntv,54,16 r8gd.8xlarge,8,30,ntv,54,32
    r8gd.large,3,10,ntv,9,2 r8gd.medium,2,4,ntv,4,1 r8gd.metal-24xl,15,50,-tm,107,96
    r8gd.metal-48xl,15,50,-tm,107,192 r8gd.xlarge,4,15,ntv,18,4 r8gn.12xlarge,12,30,ntv,50,48
    r8gn.16xlarge,16,50,ntv,106,64 r8gn.24xlarge,24,50,ntv,98,96 r8gn.2xlarge,4,15,ntv,38,8
    r8gn.48xlarge,12,50,ntv,98,192 r8gn.4xlarge,8,30,ntv,54,16 r8gn.8xlarge,10,30,ntv,52,32
    r8gn.large,3,10,ntv,9,2 r8gn.medium,2,4,ntv,4,1 r8gn.metal-24xl,24,50,--m,-,96
    r8gn.metal-48xl,12,50,--m,-,192 r8gn.xlarge,4,15,ntv,18,4 r8i-flex.12xlarge,12,50,ntv,110,48
    r8i-flex.16xlarge,16,64,ntv,106,64 r8i-flex.2xlarge,4,30,ntv,18,8 r8i-flex.4xlarge,8,50,ntv,34,16
    r8i-flex.8xlarge,10,50,ntv,52,32 r8i-flex.large,3,20,ntv,3,2 r8i-flex.xlarge,4,30,ntv,8,4
    r8i.12xlarge,12,50,ntv,110,48 r8i.16xlarge,16,64,ntv,106,64 r8i.24xlarge,16,64,ntv,106,96
    r8i.2xlarge,4,30,ntv,38,8 r8i.32xlarge,24,64,ntv,98,128 r8i.48xlarge,24,64,ntv,98,192
    r8i.4xlarge,8,50,ntv,54,16 r8i.8xlarge,10,50,ntv,82,32 r8i.96xlarge,24,64,ntv,98,384
    r8i.large,3,20,ntv,9,2 r8i.metal-48xl,24,64,-tm,98,192 r8i.metal-96xl,24,64,-tm,98,384
    r8i.xlarge,4,30,ntv,18,4 r8ib.12xlarge,12,50,n-v,-,48 r8ib.16xlarge,16,64,n-v,-,64
    r8ib.24xlarge,16,64,n-v,-,96 r8ib.2xlarge,4,30,n-v,-,8 r8ib.32xlarge,16,64,n-v,-,128
    r8ib.48xlarge,24,64,n-v,-,192 r8ib.4xlarge,8,50,n-v,-,16 r8ib.8xlarge,8,50,n-v,-,32
    r8ib.96xlarge,12,64,n-v,-,384 r8ib.large,4,20,n-v,-,2 r8ib.metal-48xl,24,64,--m,-,192
    r8ib.metal-96xl,12,64,--m,-,384 r8ib.xlarge,4,30,n-v,-,4 r8id.12xlarge,12,50,ntv,110,48
    r8id.16xlarge,16,64,ntv,106,64 r8id.24xlarge,16,64,ntv,106,96 r8id.2xlarge,4,30,ntv,38,8
    r8id.32xlarge,24,64,ntv,98,128 r8id.48xlarge,24,64,ntv,98,192 r8id.4xlarge,8,50,ntv,54,16
    r8id.8xlarge,10,50,ntv,82,32 r8id.96xlarge,24,64,ntv,98,384 r8id.large,3,20,ntv,9,2
    r8id.metal-48xl,24,64,-tm,98,192 r8id.metal-96xl,24,64,-tm,98,384 r8id.xlarge,4,30,ntv,18,4
    r8idb.12xlarge,12,50,n-v,-,48 r8idb.16xlarge,16,64,n-v,-,64 r8idb.24xlarge,16,64,n-v,-,96
    r8idb.2xlarge,4,30,n-v,-,8 r8idb.32xlarge,16,64,n-v,-,128 r8idb.48xlarge,24,64,n-v,-,192
    r8idb.4xlarge,8,50,n-v,-,16 r8idb.8xlarge,8,50,n-v,-,32 r8idb.96xlarge,12,64,n-v,-,384
    r8idb.large,4,20,n-v,-,2 r8idb.metal-48xl,24,64,--m,-,192 r8idb.metal-96xl,12,64,--m,-,384
    r8idb.xlarge,4,30,n-v,-,4 r8idn.12xlarge,12,50,n-v,-,48 r8idn.16xlarge,16,64,n-v,-,64
    r8idn.24xlarge,16,64,n-v,-,96 r8idn.2xlarge,4,30,n-v,-,8 r8idn.32xlarge,16,64,n-v,-,128
    r8idn.48xlarge,24,64,n-v,-,192 r8idn.4xlarge,8,50,n-v,-,16 r8idn.8xlarge,8,50,n-v,-,32
    r8idn.96xlarge,12,64,n-v,-,384 r8idn.large,4,20,n-v,-,2 r8idn.metal-48xl,24,64,--m,-,192
    r8idn.metal-96xl,12,64,--m,-,384 r8idn.xlarge,4,30,n-v,-,4 r8in.12xlarge,12,50,n-v,-,48
    r8in.16xlarge,16,64,n-v,-,64 r8in.24xlarge,16,64,n-v,-,96 r8in.2xlarge,4,30,n-v,-,8
    r8in.32xlarge,16,64,n-v,-,128 r8in.48xlarge,24,64,n-v,-,192 r8in.4xlarge,8,50,n-v,-,16
    r8in.8xlarge,8,50,n-v,-,32 r8in.96xlarge,12,64,n-v,-,384 r8in.large,4,20,n-v,-,2
    r8in.metal-48xl,24,64,--m,-,192 r8in.metal-96xl,12,64,--m,-,384 r8in.xlarge,4,30,n-v,-,4
    t1.micro,2,2,xfv,0,1 t2.2xlarge,3,15,xfv,0,8 t2.large,3,12,xfv,0,2 t2.medium,3,6,xfv,0,2
    t2.micro,2,2,xfv,0,1 t2.nano,2,2,xfv,0,1 t2.small,3,4,xfv,0,1 t2.xlarge,3,15,xfv,0,4
    t3.2xlarge,4,15,nfv,0,8 t3.large,3,12,nfv,0,2 t3.medium,3,6,nfv,0,2 t3.micro,2,2,nfv,0,2
    t3.nano,2,2,nfv,0,2 t3.small,3,4,nfv,0,2 t3.xlarge,4,15,nfv,0,4 t3a.2xlarge,4,15,nfv,0,8
    t3a.large,3,12,nfv,0,2 t3a.medium,3,6,nfv,0,2 t3a.micro,2,2,nfv,0,2 t3a.nano,2,2,nfv,0,2
    t3a.small,2,4,nfv,0,2 t3a.xlarge,4,15,nfv,0,4 t4g.2xlarge,4,15,nfv,0,8 t4g.large,3,12,nfv,0,2
    t4g.medium,3,6,nfv,0,2 t4g.micro,2,2,nfv,0,2 t4g.nano,2,2,nfv,0,2 t4g.small,3,4,nfv,0,2
    t4g.xlarge,4,15,nfv,0,4 trn1.2xlarge,4,15,ntv,17,8 trn1.32xlarge,5,50,ntv,82,128
    trn1n.32xlarge,5,50,ntv,120,128 trn2.3xlarge,2,15,n-v,-,12 trn2.48xlarge,2,50,n-v,-,192
    u-12tb1.metal,5,30,--m,-,448 u-18tb1.metal,15,50,--m,-,448 u-24tb1.metal,15,50,--m,-,448
    u-3tb1.56xlarge,8,30,ntv,6,224 u-6tb1.112xlarge,15,50,nfv,0,448 u-6tb1.56xlarge,15,50,nfv,0,224
    u-6tb1.metal,5,30,--m,-,448 u-9tb1.metal,5,30,--m,-,448 u7i-12tb.224xlarge,15,50,ntv,107,896
    u7i-6tb.112xlarge,15,50,ntv,107,448 u7i-8tb.112xlarge,15,50,ntv,107,448
    u7in-16tb.224xlarge,8,50,ntv,106,896 u7in-24tb.224xlarge,8,50,ntv,106,896
    u7in-32tb.224xlarge,8,50,ntv,106,896 vt1.24xlarge,15,50,ntv,107,96 vt1.3xlarge,4,15,ntv,38,12
    vt1.6xlarge,8,30,ntv,54,24 x1.16xlarge,8,30,xfv,0,64 x1.32xlarge,8,30,xfv,0,128 x1e.16xlarge,8,30,xfv,0,64
    x1e.2xlarge,4,15,xfv,0,8 x1e.32xlarge,8,30,xfv,0,128 x1e.4xlarge,4,15,xfv,0,16 x1e.8xlarge,4,15,xfv,0,32
    x1e.xlarge,3,10,xfv,0,4 x2gd.12xlarge,8,30,ntv,54,48 x2gd.16xlarge,15,50,ntv,107,64
    x2gd.2xlarge,4,15,ntv,38,8 x2gd.4xlarge,8,30,ntv,54,16 x2gd.8xlarge,8,30,ntv,54,32 x2gd.large,3,10,ntv,9,2
    x2gd.medium,2,4,ntv,10,1 x2gd.metal,15,50,-tm,107,64 x2gd.xlarge,4,15,ntv,18,4
    x2idn.16xlarge,15,50,ntv,107,64 x2idn.24xlarge,15,50,ntv,107,96 x2idn.32xlarge,15,50,ntv,107,128
    x2idn.metal,15,50,-tm,107,128 x2iedn.16xlarge,15,50,ntv,107,64 x2iedn.24xlarge,15,50,ntv,107,96
    x2iedn.2xlarge,4,15,ntv,27,8 x2iedn.32xlarge,15,50,ntv,107,128 x2iedn.4xlarge,8,30,ntv,54,16
    x2iedn.8xlarge,8,30,ntv,114,32 x2iedn.metal,15,50,-tm,107,128 x2iedn.xlarge,4,15,ntv,11,4
    x2iezn.12xlarge,15,50,ntv,107,48 x2iezn.2xlarge,4,15,ntv,62,8 x2iezn.4xlarge,8,30,ntv,114,16
    x2iezn.6xlarge,8,30,ntv,114,24 x2iezn.8xlarge,8,30,ntv,114,32 x2iezn.metal,15,50,-tm,107,48
    x8aedz.12xlarge,16,64,ntv,106,48 x8aedz.24xlarge,16,64,ntv,106,96 x8aedz.3xlarge,8,40,ntv,34,12
    x8aedz.6xlarge,8,40,ntv,54,24 x8aedz.large,4,20,ntv,8,2 x8aedz.metal-12xl,16,64,-tm,106,48
    x8aedz.metal-24xl,16,64,-tm,106,96 x8aedz.xlarge,4,20,ntv,18,4 x8g.12xlarge,8,30,ntv,54,48
    x8g.16xlarge,15,50,ntv,107,64 x8g.24xlarge,15,50,ntv,107,96 x8g.2xlarge,4,15,ntv,38,8
    x8g.48xlarge,15,50,ntv,107,192 x8g.4xlarge,8,30,ntv,54,16 x8g.8xlarge,8,30,ntv,54,32
    x8g.large,3,10,ntv,9,2 x8g.medium,2,4,ntv,4,1 x8g.metal-24xl,15,50,-tm,107,96
    x8g.metal-48xl,15,50,-tm,107,192 x8g.xlarge,4,15,ntv,18,4 x8i.12xlarge,12,50,ntv,110,48
    x8i.16xlarge,16,64,ntv,106,64 x8i.24xlarge,16,64,ntv,106,96 x8i.2xlarge,4,30,ntv,38,8
    x8i.32xlarge,24,64,ntv,98,128 x8i.48xlarge,24,64,ntv,98,192 x8i.4xlarge,8,50,ntv,54,16
    x8i.64xlarge,24,64,ntv,98,256 x8i.8xlarge,10,50,ntv,82,32 x8i.96xlarge,24,64,ntv,98,384
    x8i.large,3,20,ntv,9,2 x8i.metal-48xl,24,64,-tm,98,192 x8i.metal-96xl,24,64,-tm,98,384
    x8i.xlarge,4,30,ntv,18,4 z1d.12xlarge,15,50,ntv,107,48 z1d.2xlarge,4,15,ntv,58,8
    z1d.3xlarge,8,30,ntv,54,12 z1d.6xlarge,8,30,ntv,54,24 z1d.large,3,10,ntv,13,2 z1d.metal,15,50,-tm,107,48
    z1d.xlarge,4,15,ntv,28,4
    """
}
